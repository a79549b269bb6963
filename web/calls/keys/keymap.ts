import { type ActionId, actionIds, actionOf, meet } from './actions.ts'

/** What one person changed: which key does what (`null`: none), and whether single keys act at all. */
export interface Keymap {
  readonly isOn: boolean
  readonly changed: Readonly<Partial<Record<ActionId, string | null>>>
}

export const defaultKeymap: Keymap = { isOn: true, changed: {} }

export const keyOf = ({ changed }: Keymap, action: ActionId): string | null => {
  const own = changed[action]
  return own === undefined ? actionOf(action).key : own
}

/** The browser's name of a key, with letters in lower case: "N" with Shift or caps lock is the same key. */
export const keyName = (key: string): string => (key.length === 1 ? key.toLowerCase() : key)

export const isFunctionKey = (key: string): boolean => /^F\d{1,2}$/.test(key)

/** Among the actions that are wanted now. Keys that write nothing act even where single keys are switched off. */
export function actionFor(keymap: Keymap, key: string, wanted: readonly ActionId[]): ActionId | undefined {
  const name = keyName(key)
  if (!keymap.isOn && !isFunctionKey(name)) return undefined
  return wanted.find(action => keyOf(keymap, action) === name)
}

const reserved: Readonly<Record<string, string>> = {
  Tab: 'Tab goes from control to control.',
  ' ': 'The space bar presses the control that has the focus.',
  Escape: 'Esc leaves a box or a dialogue.',
  F5: 'F5 loads the page again.',
  F11: 'F11 fills the screen.',
  F12: 'F12 belongs to the browser.',
}
const modifiers = new Set([
  'Shift',
  'Control',
  'Alt',
  'AltGraph',
  'Meta',
  'CapsLock',
  'Dead',
  'Process',
  'Unidentified',
])

/** A key that says something by itself: a modifier alone is still being held for what comes. */
export const isWholeKey = (key: string): boolean => !modifiers.has(key)

/** Why this key can't be given to the action, in words; `null` if it can. */
export function refusalOf(keymap: Keymap, action: ActionId, key: string): string | null {
  const name = keyName(key)
  const taken = reserved[name]
  if (taken) return taken
  if (name === 'Enter' && action !== 'on') return 'Enter presses the control that has the focus.'
  const other = actionIds.find(each => each !== action && meet(each, action) && keyOf(keymap, each) === name)
  return other ? `${printed(name)} is taken by “${actionOf(other).title}”.` : null
}

export function withKey(keymap: Keymap, action: ActionId, key: string | null): Keymap {
  const name = key === null ? null : keyName(key)
  const { [action]: _, ...others } = keymap.changed
  return { ...keymap, changed: name === actionOf(action).key ? others : { ...others, [action]: name } }
}

const caps: Readonly<Record<string, string>> = {
  Backspace: '⌫',
  Enter: '↵',
  Delete: 'Del',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
}
const spoken: Readonly<Record<string, string>> = {
  '?': 'question mark',
  '/': 'slash',
  ArrowUp: 'arrow up',
  ArrowDown: 'arrow down',
  ArrowLeft: 'arrow left',
  ArrowRight: 'arrow right',
}

/** As it stands on the key cap. */
export const printed = (key: string): string => caps[key] ?? (key.length === 1 ? key.toUpperCase() : key)
/** What to print on the control of an action: nothing where no key does it now. */
export function capOf(keymap: Keymap, action: ActionId): string | null {
  const key = keyOf(keymap, action)
  return key !== null && (keymap.isOn || isFunctionKey(key)) ? printed(key) : null
}
/** As it is read out. */
export const said = (key: string): string => spoken[key] ?? (key.length === 1 ? key.toUpperCase() : key)

/** What was stored, as far as it still makes sense: an action that is no more, or a key that is taken, is left out. */
export function readKeymap(text: string | null): Keymap {
  let stored: unknown
  try {
    stored = JSON.parse(text ?? 'null')
  } catch {
    return defaultKeymap // not ours: somebody else's words under this name
  }
  if (typeof stored !== 'object' || stored === null) return defaultKeymap
  const { isOn, changed } = stored as { isOn?: unknown; changed?: unknown }
  const entries = typeof changed === 'object' && changed !== null ? Object.entries(changed) : []
  const whole = entries.reduce<Keymap>(
    (keymap, [id, key]) => {
      const action = actionIds.find(each => each === id)
      return action && (key === null || typeof key === 'string') ? withKey(keymap, action, key) : keymap
    },
    { isOn: isOn !== false, changed: {} },
  )
  return withoutClashes(whole)
}

/** Judged as a whole, since two actions may have swapped their keys. */
function withoutClashes(keymap: Keymap): Keymap {
  const sound = Object.entries(keymap.changed).filter(
    ([action, key]) => key === null || !refusalOf(keymap, action as ActionId, key),
  )
  // An action that has its first key again may take it from another.
  const isWhole = sound.length === Object.keys(keymap.changed).length
  return isWhole ? keymap : withoutClashes({ ...keymap, changed: Object.fromEntries(sound) })
}
