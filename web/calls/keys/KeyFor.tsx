import { KeyCap } from '../../ui/KeyCap.tsx'
import type { ActionId } from './actions.ts'
import { useKeyCap } from './use-keymap.ts'

/** The key of an action, printed on its control; nothing where no key does it. */
export function KeyFor({ action }: { readonly action: ActionId }) {
  const cap = useKeyCap(action)
  return cap && <KeyCap>{cap}</KeyCap>
}
