import { ApiProblem } from '../../api.ts'
import { formatCounted, formatList, wordsOf } from '../../ui/format.ts'
import { reasonTitle } from '../routing.ts'
import { draftId } from './answer-book.ts'
import { isOfServer, isSignedOut } from './server-words.ts'
import type { CallOfWrite, Kept, Write } from './writes.ts'

/** "3 answers and the end": what waits, in words. */
export function waitingWords(waiting: readonly Kept<Write>[]): string {
  const count = (kind: Write['kind']) => waiting.filter(({ content }) => content.kind === kind).length
  const answers = count('answer')
  const attempts = waiting.flatMap(({ content }) => (content.kind === 'attempt' ? [content] : []))
  const parts = [
    attempts.length > 0 && (attempts.some(({ begins }) => begins) ? 'the start' : 'what came of ringing'),
    count('serious') > 0 && 'something serious',
    answers > 0 && formatCounted(answers, 'answer'),
    count('leave') > 0 && 'what they allow',
    count('end') > 0 && 'the end',
  ].filter(part => part !== false)
  return formatList(parts)
}

/** Why what is kept has not gone yet, and when it goes. */
export function whyKept(fault: Error): { readonly why: string; readonly until: string } {
  if (isSignedOut(fault)) return { why: 'Signed out', until: 'when you have signed in again' }
  if (isOfServer(fault)) return { why: 'Server fault', until: 'as soon as it can be taken' }
  return { why: 'No line', until: 'when the line is back' }
}

/** Why something was not taken, for who said it: the server words some refusals for a program. */
export function refusalWords(refusal: Error): string {
  if (!(refusal instanceof ApiProblem)) return refusal.message
  switch (refusal.code) {
    case 'number_not_of_this_call':
      return 'This number is no longer one to ring in this call: a record came in since you took it.'
    case 'appointment_in_the_past':
      return 'The time agreed is over already: choose a later one.'
    case 'appointment_too_far':
      return `The time agreed is more than ${refusal.details.days} days away, and until then nobody could ring them: choose an earlier one.`
    default:
      return refusal.message
  }
}

/** A line for each thing that was said or was being written, to read, copy and pass on. */
export function keptLines(
  call: CallOfWrite,
  writes: readonly Kept<Write>[],
  drafts: ReadonlyMap<string, string> = new Map(),
): readonly { id: string; line: string }[] {
  const written = writes.map(({ id, content }) => ({ id, line: lineOf(call, content) }))
  const typed = [...drafts].map(([question, text]) => ({
    id: draftId(call.interviewId, question),
    line: `${call.titles[question] ?? wordsOf(question)}, being written: “${text}”`,
  }))
  return [...written, ...typed]
}

function lineOf({ titles }: CallOfWrite, write: Write): string {
  switch (write.kind) {
    case 'attempt':
      if (write.begins) return 'The person was on the line and agreed'
      return `Rang: ${write.attempt.outcome.replaceAll('_', ' ')}${write.attempt.note ? `, “${write.attempt.note}”` : ''}`
    case 'serious':
      return `${wordsOf(write.report.kind)}: “${write.report.words}”`
    case 'answer': {
      const { question, rating, reason, comment } = write.answer
      return `${titles[question] ?? question}: ${rating ?? reasonTitle(reason ?? '')}${comment ? `, “${comment}”` : ''}`
    }
    case 'leave':
      return Object.entries(write.leave)
        .map(
          ([name, value]) => `${name === 'mayBeNamed' ? 'May be named' : 'May be rung again'}: ${value ? 'yes' : 'no'}`,
        )
        .join(', ')
    case 'end':
      return write.ending === 'completed' ? 'Completed' : 'Broken off'
  }
}
