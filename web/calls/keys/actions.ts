/** Where the interviewer is; a key means one thing in one place. */
export type Place = 'between' | 'ringing' | 'question' | 'closing' | 'serious'

export const groups = ['Answer', 'Move', 'Call', 'Telephone in the page', 'Something serious: what it is'] as const

interface Action {
  readonly title: string
  readonly group: (typeof groups)[number]
  readonly places: readonly Place[]
  /** As `KeyboardEvent.key` has it; letters in lower case. */
  readonly key: string
}

const inInterview: readonly Place[] = ['question', 'closing']
const question: readonly Place[] = ['question']
const inCall: readonly Place[] = ['ringing', ...inInterview]
const telephone = { group: 'Telephone in the page', places: inCall } as const
const kind = { group: 'Something serious: what it is', places: ['serious'] } as const

/** Everything that a key does on the workstation. What a control says of its key, it reads here. */
export const actions = {
  rate1: { title: '1, poor', group: 'Answer', places: question, key: '1' },
  rate2: { title: '2, fair', group: 'Answer', places: question, key: '2' },
  rate3: { title: '3, good', group: 'Answer', places: question, key: '3' },
  rate4: { title: '4, very good', group: 'Answer', places: question, key: '4' },
  rate5: { title: '5, excellent', group: 'Answer', places: question, key: '5' },
  not_applicable: { title: "Doesn't apply", group: 'Answer', places: question, key: '0' },
  dont_know: { title: "Don't know", group: 'Answer', places: question, key: '8' },
  refused: { title: 'Would rather not say', group: 'Answer', places: question, key: '9' },
  comment: { title: 'Write down their words', group: 'Answer', places: question, key: '/' },
  yes: { title: 'Yes', group: 'Answer', places: ['closing'], key: 'y' },
  no: { title: 'No', group: 'Answer', places: ['closing'], key: 'n' },
  on: { title: 'Go on', group: 'Move', places: inInterview, key: 'Enter' },
  back: { title: 'Go back, and change', group: 'Move', places: inInterview, key: 'Backspace' },
  claim: { title: 'Take the next call', group: 'Call', places: ['between'], key: 'n' },
  pause: { title: 'Take a break, and back to work', group: 'Call', places: ['between'], key: 'p' },
  dial: { title: 'Dial, or copy the number', group: 'Call', places: ['ringing'], key: 'd' },
  start: { title: 'Start the interview', group: 'Call', places: ['ringing'], key: 'i' },
  // It writes nothing, so it acts in a box too, and where single keys are switched off.
  serious: { title: 'Something serious', group: 'Call', places: inInterview, key: 'F2' },
  end: { title: 'End the call', group: 'Call', places: inInterview, key: 'e' },
  finish: { title: 'Finish after this call', group: 'Call', places: inCall, key: 'f' },
  keys: { title: 'All keys', group: 'Move', places: ['between', 'ringing', 'question', 'closing'], key: '?' },
  mute: { ...telephone, title: 'Mute, and be heard again', key: 'm' },
  hang_up: { ...telephone, title: 'Hang up', key: 'h' },
  kind_emergency: { ...kind, title: 'Emergency', key: '1' },
  kind_self_harm: { ...kind, title: 'Risk of self-harm', key: '2' },
  kind_safeguarding: { ...kind, title: 'Safeguarding concern', key: '3' },
  kind_new_crime: { ...kind, title: 'New crime', key: '4' },
  kind_complaint: { ...kind, title: 'Wishes to complain', key: '5' },
  kind_update: { ...kind, title: 'Wants an update', key: '6' },
} as const satisfies Readonly<Record<string, Action>>

export type ActionId = keyof typeof actions
export const actionIds = Object.keys(actions) as readonly ActionId[]
export const actionOf = (id: ActionId): Action => actions[id]

/** Whether both can be wanted at once, so that they can't share a key. */
export const meet = (one: ActionId, other: ActionId): boolean =>
  actionOf(one).places.some(place => actionOf(other).places.includes(place))
