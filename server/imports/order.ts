import type { Actor } from '../audit/service.ts'

/** What is to be done with an import: all of it plain, so that it can be handed to another process. */
export interface Order {
  readonly step: 'try' | 'run' | 'undo'
  readonly slug: string
  readonly importId: string
  readonly actor: Actor
  /** Interviews that are new raise alerts. */
  readonly alerts?: boolean
}

/** The job that does it. One force's jobs here take turns: two at once would only wait for each other. */
export const jobOf = ({ step, slug, importId, alerts }: Omit<Order, 'actor'>, inSeconds = 0) => ({
  task: `imports.${step}`,
  payload: { importId, ...(alerts ? { alerts } : {}) },
  key: `imports.${step} ${slug} ${importId}`,
  queue: `imports ${slug}`,
  // Jobs wait by the machine's time, whatever the force's.
  ...(inSeconds > 0 ? { runAt: Temporal.Now.instant().add({ seconds: inSeconds }) } : {}),
})
