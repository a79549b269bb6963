import { dayInWords } from '../../platform/clock.ts'
import { Problem } from '../../platform/problem.ts'

export const staffUnknown = (collarNumber: string) =>
  new Problem('staff_unknown', 404, `Nobody here has the collar number ${collarNumber}.`, { collarNumber })
export const unitIdUnknown = (unitId: string) =>
  new Problem('unit_id_unknown', 404, 'There is no such unit in this force any more: choose it again.', { unitId })
export const supervisorNotKnown = (supervisor: string) =>
  new Problem(
    'supervisor_not_known',
    422,
    `Nobody here has the collar number ${supervisor}: search for the supervisor by name.`,
    { supervisor },
  )
export const ownSupervisor = (collarNumber: string) =>
  new Problem('own_supervisor', 422, `${collarNumber} can't supervise themselves: choose somebody else.`, {
    collarNumber,
  })
/** `lastDay` is null of somebody who was never posted; `from` is the first day on which they were to supervise. */
export const supervisorHasLeft = (supervisor: string, lastDay: string | null, collarNumber: string, from: string) =>
  new Problem(
    'supervisor_has_left',
    422,
    `${supervisor} ${lastDay === null ? 'was never posted' : `has ${dayInWords(lastDay)} as their last day`}, so alerts about ${collarNumber} from ${dayInWords(from)} on would pass them over: choose somebody who is posted then.`,
    { supervisor, lastDay, collarNumber, from },
  )
/** `from` is the day from which the circle would be there, while that is still to come. */
export const supervisorLoop = (line: readonly string[], from: string | null) =>
  new Problem(
    'supervisor_loop',
    422,
    `That would close a circle${from === null ? '' : ` from ${dayInWords(from)} on`}: ${line.join(' is under ')}. Choose somebody who is not below them.`,
    { line, from },
  )
export const undoClosesCircle = (line: readonly string[]) =>
  new Problem(
    'supervisor_loop',
    422,
    `Undoing it would close a circle: ${line.join(' is under ')}. Undo the later mend of one of the others first.`,
    { line, from: null },
  )
export const notPostedThen = (collarNumber: string, day: string) =>
  new Problem(
    'not_posted_then',
    422,
    `${collarNumber} has no posting on ${dayInWords(day)}: choose a day within one, or give them a unit first.`,
    { collarNumber, day },
  )
export const mendDayTooEarly = (day: string, presentFrom: string) =>
  new Problem(
    'mend_day_too_early',
    422,
    `A later posting began on ${dayInWords(presentFrom)}: choose that day or a later one, not ${dayInWords(day)}.`,
    { day, presentFrom },
  )
export const mendChangesNothing = () =>
  new Problem('mend_changes_nothing', 409, 'It is so already: nothing was changed.')
export const nobodyUnder = (collarNumber: string) =>
  new Problem(
    'nobody_under',
    409,
    `Nobody is under ${collarNumber}, now or in a posting to come: there is nobody to hand over.`,
    {
      collarNumber,
    },
  )
export const endTooEarly = (lastDay: string, begins: string) =>
  new Problem(
    'end_too_early',
    422,
    `A posting of the force's own system begins on ${dayInWords(begins)}: the last day can't be before it, as ${dayInWords(lastDay)} is.`,
    { lastDay, begins },
  )
export const endBeforeItsBeginning = (lastDay: string, begins: string) =>
  new Problem(
    'end_too_early',
    422,
    `This posting begins on ${dayInWords(begins)}: its last day can't be before that, as ${dayInWords(lastDay)} is.`,
    { lastDay, begins },
  )
export const endTooLate = (lastDay: string, nextBegins: string) =>
  new Problem(
    'end_too_late',
    422,
    `The next posting begins on ${dayInWords(nextBegins)}, and ends this one: its last day can't be ${dayInWords(lastDay)}.`,
    { lastDay, nextBegins },
  )
export const changedMeanwhile = () =>
  new Problem(
    'changed_meanwhile',
    409,
    'Somebody changed it since you looked: look again, then mend it if it is still wrong.',
  )
export const mendUnknown = (id: string) =>
  new Problem('mend_unknown', 404, 'There is no such mend in this force.', { id })
export const mendOvertaken = (id: string) =>
  new Problem(
    'mend_overtaken',
    409,
    'It changed again since, by a later mend or an import: undo the later mend first, or mend what is wrong now.',
    { id },
  )
