/** What is said in a call, in the person's language where there are words for it. */
import type { ForceTx } from '../forces/service.ts'
import { languageCode } from '../platform/language.ts'
import { hasText, render } from '../platform/texts.ts'
import { questionsThatCouldBeAsked } from '../recipients/service.ts'
import { scaleIn } from '../surveys/scale.ts'
import type { Survey } from '../surveys/service.ts'
import type { CallSheet } from './schema.ts'
import type { ServiceOfCall } from './sheet-queries.ts'

/** Each text of the sheet by its file. */
const textNames = {
  opening: 'call-opening',
  introduction: 'call-introduction',
  mayBeNamed: 'call-may-be-named',
  mayBeRungAgain: 'call-may-be-rung-again',
  closing: 'call-closing',
} as const

const minutesPerQuestion = 0.5
const fewestMinutes = 2
const fallback = 'en'

type Words = Pick<CallSheet, 'questions' | 'texts' | 'language' | 'missing'>

/** The questions and texts of a call, of which some may be answered; what the language lacks is in English, and named. */
export function wordsOf(
  tx: ForceTx,
  survey: Survey,
  service: ServiceOfCall,
  interviewer: string,
  answered: ReadonlySet<string>,
): Words {
  const language = languageCode(service.person.language) ?? fallback
  const questions = questionsOn(survey, service, language, answered)
  const texts = textsOf(tx, service, language, { interviewer, questionCount: questions.length })
  const missing = [
    ...Object.values(textNames).filter(name => !hasText(name, language)),
    ...questions.filter(({ isFallback }) => isFallback).map(({ key }) => key),
  ]
  const isAllMissing = missing.length === questions.length + Object.keys(texts).length
  return {
    language: isAllMissing ? fallback : language,
    missing,
    texts,
    questions: questions.map(({ isFallback: _isFallback, ...question }) => question),
  }
}

/** What was answered stays on the sheet, though an import may have changed the incident since. */
function questionsOn(
  { questionnaire }: Survey,
  service: ServiceOfCall,
  language: string,
  answered: ReadonlySet<string>,
) {
  const could = new Set(questionsThatCouldBeAsked(questionnaire, service).map(question => question.key))
  return questionnaire.sections.flatMap(section =>
    section.questions
      .filter(({ key }) => could.has(key) || answered.has(key))
      .map(({ key, title, concerns, askedIf, words }) => {
        const isFallback = words[language] === undefined
        const { lead, ask } = words[language] ?? words[fallback] ?? { lead: '', ask: title }
        const scale = scaleIn(questionnaire, isFallback ? fallback : language)
        return { key, title, section: section.name, lead, ask, concerns, scale, askedIf, isFallback }
      }),
  )
}

function textsOf(
  tx: ForceTx,
  { person, openedAt }: ServiceOfCall,
  language: string,
  { interviewer, questionCount }: { readonly interviewer: string; readonly questionCount: number },
): CallSheet['texts'] {
  const data = {
    person: person.name === '' ? null : person.name,
    interviewer,
    force: tx.force.name,
    minutes: Math.max(fewestMinutes, Math.ceil(questionCount * minutesPerQuestion)),
  }
  const openedOn = openedAt?.toZonedDateTimeISO(tx.force.timeZone).toPlainDate()
  const said = (name: keyof typeof textNames) => {
    const isFallback = !hasText(textNames[name], language)
    return render(textNames[name], language, { ...data, day: dayIn(isFallback ? fallback : language, openedOn) })
  }
  return {
    opening: said('opening'),
    introduction: said('introduction'),
    mayBeNamed: said('mayBeNamed'),
    mayBeRungAgain: said('mayBeRungAgain'),
    closing: said('closing'),
  }
}

/** In the language of the words round it, which isn't the person's where there are none in theirs. */
const dayIn = (language: string, day: Temporal.PlainDate | undefined): string | null =>
  day?.toLocaleString(language === fallback ? 'en-GB' : language, { day: 'numeric', month: 'long', year: 'numeric' }) ??
  null
