/** Who has heard of the 1s and the 5s that a story gave: each alert and its e-mail, held to the force's own files. */
import { expect, type Page } from '@playwright/test'
import { concernedBy, nameOf, supervisorOf } from './force-files.ts'
import { read } from './people.ts'

interface Alerts {
  readonly alerts: readonly {
    readonly id: string
    readonly kind: string
    readonly officer: { readonly collarNumber: string } | null
    readonly questions: readonly { readonly title: string; readonly rating: number }[]
    readonly incident: { readonly reference: string } | null
  }[]
}
interface Mailbox {
  readonly messages: readonly { readonly id: string }[]
}
interface Message {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly headers: Readonly<Record<string, string>>
}
/** A rating that somebody is to hear of. */
export interface Rated {
  readonly rating: number
  readonly title: string
  readonly concerns: string
  readonly reference: string
}

/** `kind, officer, incident: title rating` of an alert. */
const alertLine = (kind: string, officer: string | undefined, reference: string | undefined, said: string) =>
  `${kind} about ${officer}, ${reference}: ${said}`

/** Each rating about each officer it concerns, and to whose address the force's own files send it. */
const dueOf = (rated: readonly Rated[], today: string) =>
  rated.flatMap(({ rating, title, concerns, reference }) =>
    concernedBy(reference, concerns).map(collarNumber => ({
      line: alertLine(rating === 1 ? 'low' : 'high', collarNumber, reference, `${title} ${rating}`),
      to: supervisorOf(collarNumber, reference, today),
      says: [`${nameOf(collarNumber)} (${collarNumber})`, `${title}: ${rating} `],
    })),
  )

async function readAlerts(page: Page, known: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
  const { alerts } = await read<Alerts>(page, 'alerts')
  return new Map(
    alerts
      .filter(alert => !known.has(alert.id))
      .map(({ id, kind, officer, incident, questions }) => [
        id,
        alertLine(
          kind,
          officer?.collarNumber,
          incident?.reference,
          questions.map(each => `${each.title} ${each.rating}`).join(', '),
        ),
      ]),
  )
}

/** The e-mails that carry alerts, each under the alerts it says it carries. */
async function readMessages(page: Page): Promise<readonly (Message & { readonly alertIds: readonly string[] })[]> {
  const { messages } = await read<Mailbox>(page, 'mailbox')
  const all = await Promise.all(messages.map(({ id }) => read<Message>(page, `mailbox/${id}`)))
  return all.map(message => ({ ...message, alertIds: (message.headers['X-Ringback-Alert'] ?? '').split(' ') }))
}

/** The ids of the alerts that there are, so that a story can tell its own from them. */
export const listHeard = async (page: Page): Promise<ReadonlySet<string>> =>
  new Set((await readAlerts(page, new Set())).keys())

interface Story {
  readonly rated: readonly Rated[]
  readonly known: ReadonlySet<string>
  readonly names: Iterable<string>
  readonly today: string
}

/** Of each rating an alert, of each alert one e-mail, to the supervisor of its officer, with nothing of the person rung. */
export async function expectHeard(page: Page, { rated, known, names, today }: Story): Promise<void> {
  const due = dueOf(rated, today)
  await expect
    .poll(async () => [...(await readAlerts(page, known)).values()].toSorted())
    .toEqual(due.map(({ line }) => line).toSorted())
  const alerts = await readAlerts(page, known)
  const messages = await readMessages(page)
  for (const [id, line] of alerts) {
    const carriers = messages.filter(message => message.alertIds.includes(id))
    expect(
      carriers.map(({ to }) => to),
      line,
    ).toEqual(due.filter(one => one.line === line).map(({ to }) => to))
    const { subject, text, html } = carriers[0] as Message
    for (const words of [...due.filter(one => one.line === line).flatMap(one => one.says), `/alerts/${id}`])
      expect(text, line).toContain(words)
    for (const name of names) for (const said of [subject, text, html]) expect(said, line).not.toContain(name)
  }
}
