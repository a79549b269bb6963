import type { PastImport } from './api.ts'

export type ImportKind = PastImport['kind']

/** What a cell of a field holds, and so how it is corrected. */
export type Holds = 'text' | 'moment' | 'day' | 'choice' | 'category' | 'list' | 'markers'

export interface Field {
  readonly name: string
  readonly title: string
  readonly holds: Holds
  /** What a written value of a `choice` may mean. */
  readonly choices?: readonly Choice[]
  /** What becomes of a value that means none of them; without it, it is left empty. */
  readonly otherwise?: string
  /** `required`: every row is refused without it. `wanted`: what comes of it if no column is named. */
  readonly weight?: 'required' | { readonly wanted: string }
}
export interface Choice {
  readonly value: string | boolean
  readonly label: string
}
export interface FieldGroup {
  readonly title: string
  readonly fields: readonly Field[]
}

const yesNo: readonly Choice[] = [
  { value: true, label: 'Yes' },
  { value: false, label: 'No' },
]
const grades: readonly Choice[] = [
  { value: 'emergency', label: 'Emergency' },
  { value: 'priority', label: 'Priority' },
  { value: 'scheduled', label: 'Scheduled' },
  { value: 'none', label: 'No attendance' },
]
const involvements: readonly Choice[] = [
  { value: 'caller', label: 'Caller' },
  { value: 'victim', label: 'Victim' },
  { value: 'witness', label: 'Witness' },
]

const wanted = (consequence: string) => ({ wanted: consequence })
const text = (name: string, title: string, weight?: Field['weight']): Field => ({ name, title, holds: 'text', weight })

const recipients: readonly FieldGroup[] = [
  {
    title: 'The incident',
    fields: [
      text('incident.reference', 'Log number', 'required'),
      { name: 'incident.openedAt', title: 'Opened', holds: 'moment' },
      {
        name: 'incident.closedAt',
        title: 'Closed',
        holds: 'moment',
        weight: wanted('Every incident counts as still open, so nobody is rung.'),
      },
      { name: 'incident.arrivedAt', title: 'First arrival', holds: 'moment' },
      { name: 'incident.grade', title: 'Grade', holds: 'choice', choices: grades },
      {
        name: 'incident.categoryCode',
        title: 'Category code',
        holds: 'category',
        weight: wanted('Nobody is kept from being rung by what happened to them.'),
      },
      text('incident.categoryName', 'Category in words'),
      {
        name: 'incident.attended',
        title: 'Attended',
        holds: 'choice',
        choices: yesNo,
        weight: wanted('Nobody is asked about the response.'),
      },
    ],
  },
  {
    title: 'Where, and who dealt with it',
    fields: [
      text('incident.district', 'District', wanted('Figures can’t be told apart by district.')),
      text('incident.section', 'Section'),
      text('incident.callHandler', 'Call handler'),
      text(
        'incident.officerInCharge',
        'Officer in charge',
        wanted('Alerts go to the unit’s mailbox, not to a supervisor.'),
      ),
      { name: 'incident.attendingOfficers', title: 'Attending officers', holds: 'list' },
    ],
  },
  {
    title: 'The person',
    fields: [
      {
        name: 'recipient.involvement',
        title: 'Their part in it',
        holds: 'choice',
        choices: involvements,
        otherwise: 'taken as a caller',
      },
      text('recipient.title', 'Title'),
      text('recipient.forename', 'Forename'),
      text('recipient.surname', 'Surname', wanted('Nobody without a name is rung.')),
      {
        name: 'recipient.bornOn',
        title: 'Born on',
        holds: 'day',
        weight: wanted('Who is under 16 is known from the markers only.'),
      },
      text('recipient.phone1', 'Telephone', wanted('Nobody has a number to ring.')),
      text('recipient.phone2', 'Second telephone'),
      text('recipient.email', 'E-mail'),
      text('recipient.language', 'Language'),
      {
        name: 'recipient.markers',
        title: 'Markers',
        holds: 'markers',
        weight: wanted('Nobody is kept from being rung by a warning marker.'),
      },
    ],
  },
]

const staff: readonly FieldGroup[] = [
  {
    title: 'The person',
    fields: [
      text('staff.collarNumber', 'Collar number', 'required'),
      text('staff.rank', 'Rank'),
      text('staff.forename', 'Forename'),
      text('staff.surname', 'Surname'),
      text('staff.email', 'E-mail', wanted('Supervisors can’t be told of 1s and 5s.')),
    ],
  },
  {
    title: 'The posting',
    fields: [
      text('staff.district', 'District', wanted('Rows without a section either are refused.')),
      text('staff.section', 'Section'),
      text('staff.supervisorCollarNumber', 'Supervisor’s collar number', wanted('Alerts go to the unit’s mailbox.')),
      { name: 'staff.postedFrom', title: 'Posted from', holds: 'day', weight: 'required' },
      { name: 'staff.postedTo', title: 'Posted to', holds: 'day' },
    ],
  },
]

const interviews: readonly FieldGroup[] = [
  {
    title: 'The interview',
    fields: [
      text('reference', 'Reference', 'required'),
      text('incident', 'Incident', 'required'),
      text('completed_at', 'Completed', 'required'),
      text('unit', 'Unit'),
      text('call_handler', 'Call handler'),
      text('officer', 'Officer'),
    ],
  },
  {
    title: 'What was said',
    fields: [
      text('answered_quickly', 'How quickly answered'),
      text('telephone_response', 'Telephone response'),
      text('arrived_quickly', 'How quickly arrived'),
      text('initial_actions', 'Initial Police actions'),
      text('informed_of_follow_up', 'Clearly informed of follow up actions'),
      text('satisfied_with_follow_up', 'Satisfied with follow up actions'),
      text('overall_service', 'Rating of overall service'),
      text('comment', 'Comment'),
    ],
  },
]

export const groupsOf: Readonly<Record<ImportKind, readonly FieldGroup[]>> = { recipients, staff, interviews }

export const fieldsOf = (kind: ImportKind): readonly Field[] => groupsOf[kind].flatMap(group => group.fields)
