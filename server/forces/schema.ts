import { z } from 'zod'

const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 09:00')
const hours = z.object({ from: localTime, to: localTime })

/** What may be said in a call that a desk must hear of. */
export const seriousKind = z.enum(['emergency', 'safeguarding', 'new_crime', 'self_harm', 'complaint', 'update'])

/** One address, or several with commas between; without any the force's mailbox is told. */
const addresses = z
  .string()
  .refine(
    text => text.split(',').every(address => z.email().safeParse(address.trim()).success),
    'e-mail addresses, with commas between',
  )
  .nullable()
  .default(null)
const ring = (number: string | null) => z.string().trim().min(1).max(100).nullable().default(number)

/** A force's settings, each with its default; `force set SLUG KEY VALUE` names them by their path. */
export const forceSettings = z.object({
  /** Where an alert goes when the line ends and the unit has no mailbox. */
  mailbox: z.email().nullable().default(null),
  callingHours: z.object({ weekday: hours, saturday: hours, sunday: hours }).default({
    weekday: { from: '09:00', to: '21:00' },
    saturday: { from: '09:00', to: '21:00' },
    sunday: { from: '10:00', to: '20:00' },
  }),
  leaseMinutes: z.int().min(1).max(60).default(10),
  /** After so long without an act of the interviewer a call goes back before its interview, though the page is open. */
  callLeftAfterMinutes: z.int().min(5).max(240).default(30),
  interviewLapsesAfterMinutes: z.int().min(5).max(1440).default(60),
  /** How long an interview that was put off may be gone on with, from the time agreed. */
  interviewWaitsHours: z.int().min(1).max(336).default(24),
  maximumAttempts: z.int().min(1).max(20).default(6),
  /** Who is told when something serious is said in a call. */
  desks: z
    .object({
      emergency: addresses,
      safeguarding: addresses,
      new_crime: addresses,
      self_harm: addresses,
      complaint: addresses,
      update: addresses,
    })
    .prefault({}),
  /** Whom the interviewer rings then; none where the e-mail is enough. */
  deskTelephones: z
    .object({
      emergency: ring('999'),
      safeguarding: ring('101'),
      new_crime: ring(null),
      self_harm: ring('999'),
      complaint: ring(null),
      update: ring(null),
    })
    .prefault({}),
  dialling: z.enum(['link', 'copy', 'softphone']).default('link'),
  /** Whether the person rung sees the caller's number: by prefix, or as the line has it. */
  callerNumber: z.enum(['as_is', 'show', 'withhold']).default('as_is'),
  /** An interviewer who does nothing for so long, between calls or in one, is idle; after the longer time their shift ends. */
  idleAfterMinutes: z.int().min(1).max(240).default(10),
  shiftEndsAfterMinutes: z.int().min(30).max(1440).default(240),
  /** Where fewer call-backs, or ratings of a question, stand behind a table or headlines, who is only `authority` gets neither. */
  smallNumberBase: z.int().min(0).default(10),
})
export type ForceSettings = z.infer<typeof forceSettings>

export const roles = [
  'interviewer',
  'team_leader',
  'supervisor',
  'officer',
  'analyst',
  'complaints',
  'authority',
  'administrator',
] as const
export type Role = (typeof roles)[number]

export interface Force {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly timeZone: string
  /** ISO 3166 country of the force's telephone numbers: `GB`. */
  readonly country: 'GB'
  readonly settings: ForceSettings
}
