/** A 1 of somebody who wishes to complain goes, with the complaint, to those who handle it, and not to the officer's line. */
import { deskAddresses } from '../forces/desk-addresses.ts'
import type { Role } from '../forces/schema.ts'
import type { ForceTx } from '../forces/service.ts'
import type { Addressee, Line, LineStep } from '../people/line.ts'

export interface AlertLine {
  readonly addressee: Addressee | { readonly kind: 'complaints'; readonly mailbox: string } | null
  readonly steps: readonly (LineStep | (Omit<LineStep, 'at'> & { readonly at: 'complaints' }))[]
}

/** Who may hear that somebody wishes to complain. */
export const handlesComplaints = (roles: readonly Role[]): boolean =>
  roles.includes('complaints') || roles.includes('administrator')

/** The first address of the complaints desk, all of which hear of the complaint itself; else the force's mailbox. */
export function lineOfComplaint({ force }: ForceTx): AlertLine {
  const [desk] = deskAddresses(force, 'complaint')
  if (desk)
    return {
      addressee: { kind: 'complaints', mailbox: desk },
      steps: [{ at: 'complaints', who: null, passedOver: null }],
    }
  const { mailbox } = force.settings
  const last: Line = {
    addressee: mailbox === null ? null : { kind: 'force', mailbox },
    steps: [{ at: 'force', who: null, passedOver: mailbox === null ? 'no_mailbox' : null }],
  }
  return { ...last, steps: [{ at: 'complaints', who: null, passedOver: 'no_mailbox' }, ...last.steps] }
}
