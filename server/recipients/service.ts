/**
 * Recipients: who received a service, on which numbers, and who must not be rung. An import brings them (import.ts); whether
 * one may be rung is asked of eligibility.ts, by rules that are data. What a call or a desk learns about a person is kept
 * here; find.ts and person.ts show what is known, and leave word of whoever looks.
 *
 *   number  usable ──struck off──> not rung for this person ──put back──> usable
 *           safe ──marked unsafe──> not rung ──marked safe──> safe
 *   person  free ──suppressed──> not rung, nor anybody on a number of theirs ──lifted──> free
 *
 * What frees somebody publishes `recipients.freed`: a call-back that ended for it waits again.
 */
export { readContact } from './contact.ts'
export {
  exclusionAtClaim,
  exclusionOf,
  explainExclusion,
  questionsThatCouldBeAsked,
  type ServiceFacts,
} from './eligibility.ts'
export { importRecipients } from './import.ts'
export { strikeOffNumber } from './numbers.ts'
export { noteView } from './person.ts'
export { suppressByOutcome, suppressPerson } from './suppressions.ts'
