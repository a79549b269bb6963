import { getRouteApi } from '@tanstack/react-router'
import { useSyncExternalStore } from 'react'
import type { ActionId } from './actions.ts'
import { capOf, type Keymap, readKeymap } from './keymap.ts'

const forceRoute = getRouteApi('/f/$force')
const storedAs = (userId: string) => `ringback.keys.${userId}`

const listeners = new Set<() => void>()
const read = new Map<string, { readonly text: string | null; readonly keymap: Keymap }>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  // Changed in another tab: the same hands use both.
  window.addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', listener)
  }
}

function keymapOf(userId: string): Keymap {
  const text = localStorage.getItem(storedAs(userId))
  const known = read.get(userId)
  if (known?.text === text) return known.keymap
  const keymap = readKeymap(text)
  read.set(userId, { text, keymap })
  return keymap
}

/** The keys of whoever is signed in. They are kept in this browser: a keyboard belongs to a desk. */
export function useKeymap(): readonly [Keymap, (keymap: Keymap) => void] {
  const { me } = forceRoute.useRouteContext()
  const keymap = useSyncExternalStore(subscribe, () => keymapOf(me.user.id))
  const change = (next: Keymap) => {
    localStorage.setItem(storedAs(me.user.id), JSON.stringify(next))
    for (const listener of listeners) listener()
  }
  return [keymap, change]
}

export function useKeyCap(action: ActionId): string | null {
  const [keymap] = useKeymap()
  return capOf(keymap, action)
}
