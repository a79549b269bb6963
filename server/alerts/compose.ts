import type { Force } from '../forces/schema.ts'
import type { Member } from '../people/members.ts'
import { layOutEmail } from '../platform/email-layout.ts'
import { render } from '../platform/texts.ts'
import { type AlertKind, ratingWord } from './rules.ts'

/** One officer's part in an e-mail. Nothing in it is the recipient's. */
export interface Told {
  /** Undefined: nobody is known for the part that was rated. */
  readonly officer: Pick<Member, 'rank' | 'name' | 'collarNumber'> | undefined
  readonly questions: readonly { readonly title: string; readonly rating: number }[]
  readonly link: string
}

export interface Composed {
  readonly subject: string
  readonly text: string
  readonly html: string
}

interface News {
  /** There was an e-mail about the same interview before. */
  readonly isFurther: boolean
  /** The person wishes to complain, so this goes not to the line. */
  readonly isComplaint: boolean
}

const fullName = ({ rank, name }: Pick<Member, 'rank' | 'name'>): string => `${rank} ${name}`

export function composeAlert(
  force: Force,
  kind: AlertKind,
  supervisor: Member | undefined,
  alerts: readonly Told[],
  news: News,
): Composed {
  return compose(`alert-${kind}`, force, supervisor, alerts, news)
}

export function composeDigest(force: Force, supervisor: Member, alerts: readonly Told[]): Composed {
  return compose('alert-digest', force, supervisor, alerts, { isFurther: false, isComplaint: false })
}

/** Three texts make an e-mail: its subject, what it opens with, what it closes with; the officers stand between. */
function compose(
  text: string,
  force: Force,
  supervisor: Member | undefined,
  alerts: readonly Told[],
  news: News,
): Composed {
  const data = {
    force: force.name,
    ...news,
    supervisor: supervisor ? fullName(supervisor) : '',
    officers: alerts.map(({ officer, questions, link }) => ({
      name: officer ? fullName(officer) : '',
      collarNumber: officer?.collarNumber ?? '',
      questions: questions.map(({ title, rating }) => ({ title, rating, word: ratingWord(rating) })),
      link,
    })),
  }
  // A subject is one line, whatever the template holds.
  const subject = render(`${text}.subject`, null, data).replaceAll(/\s+/g, ' ')
  const whole = {
    ...data,
    opening: render(`${text}.opening`, null, data),
    closing: render(`${text}.closing`, null, data),
  }
  return {
    subject,
    ...layOutEmail({
      title: subject,
      force: force.name,
      text: render('alert.text', null, whole),
      html: render('alert.html', null, whole),
    }),
  }
}
