import { useEffect, useRef } from 'react'
import type { ActionId } from './actions.ts'
import { actionFor, isFunctionKey } from './keymap.ts'
import { type Press, type PressAct, pointer } from './press-gate.ts'
import { useKeymap } from './use-keymap.ts'

export type Acts = Readonly<Partial<Record<ActionId, PressAct>>>

/** Keys that act anywhere on the page, except where they are being typed, and behind a dialogue. */
export function useKeys(acts: Acts, isOn = true): void {
  const [keymap] = useKeymap()
  const latest = useRef({ acts, keymap })
  useEffect(() => {
    latest.current = { acts, keymap }
  })
  useEffect(() => {
    if (!isOn) return
    const press = (event: KeyboardEvent) => {
      // A key held down must not answer every question.
      if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || isTakenBy(event)) return
      const { acts, keymap } = latest.current
      const action = actionFor(keymap, event.key, Object.keys(acts) as ActionId[])
      if (!action) return
      event.preventDefault()
      acts[action]?.(pressOf(event))
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [isOn])
}

/** One name for a key wherever it is pressed: Enter in the comment box echoes as Enter on the page. */
export const pressOf = (event: { readonly key: string; readonly timeStamp: number }): Press => ({
  by: `key ${event.key}`,
  atMs: event.timeStamp,
})

/** A press by pointer, touch or a reader of the screen. */
export const clickOf = (event: { readonly timeStamp: number }): Press => ({ by: pointer, atMs: event.timeStamp })

const textFields = 'input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable="true"]'

/** Whether what is pressed there is text. */
export const isTypedIn = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest(textFields) !== null

function isTakenBy({ target, key, defaultPrevented }: KeyboardEvent): boolean {
  // A dialogue keeps the keys also when the focus has dropped out of it, to the page: a press beside it does that.
  if (defaultPrevented || document.querySelector('[aria-modal="true"]')) return true
  if (!(target instanceof HTMLElement)) return false
  if (target.closest('[role="menu"], [popover]')) return true
  // What writes nothing acts in a box too.
  if (isTypedIn(target)) return !isFunctionKey(key)
  const isControl = target.closest('button, a, summary') !== null
  // Enter on a button presses it, but for the answer already chosen, where it goes on.
  return isControl && key === 'Enter' && target.closest('[data-answer][aria-pressed="true"]') === null
}
