import { useEffect, useRef, useState } from 'react'

export type Keys = Readonly<Record<string, () => void>>

/** Single keys that work anywhere on the page, except where they are being typed or a dialogue is open. */
export function useKeys(keys: Keys, isOn: boolean): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    if (!isOn) return
    const press = (event: KeyboardEvent) => {
      // A key held down must not answer every question.
      if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || isTakenBy(event)) return
      const act = latest.current[event.key.length === 1 ? event.key.toLowerCase() : event.key]
      if (!act) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [isOn])
}

function isTakenBy({ target, key, defaultPrevented }: KeyboardEvent): boolean {
  if (defaultPrevented || !(target instanceof HTMLElement)) return defaultPrevented
  if (target.closest('input, textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"]')) return true
  const isControl = target.closest('button, a') !== null
  // Enter on a button presses it, but for the answer already chosen, where it goes on.
  return isControl && key === 'Enter' && target.closest('[aria-pressed="true"]') === null
}

const settingName = 'ringback.single-keys'

/** Single keys can be switched off (WCAG 2.1.4), for people who speak to their machine or press keys by accident. */
export function useKeysSetting(): readonly [boolean, () => void] {
  const [isOn, setOn] = useState(() => localStorage.getItem(settingName) !== 'off')
  const toggle = () => {
    localStorage.setItem(settingName, isOn ? 'off' : 'on')
    setOn(!isOn)
  }
  return [isOn, toggle]
}
