import { useEffect, useRef } from 'react'

const acts = ['pointerdown', 'keydown', 'wheel'] as const

/** Brings what has just opened into sight, and again while it still loads: until somebody does something. */
export function useInSight<Element extends HTMLElement>(isOpen: boolean) {
  const ref = useRef<Element>(null)
  useEffect(() => {
    const opened = ref.current
    if (!isOpen || !opened) return
    const growing = new ResizeObserver(() => opened.scrollIntoView({ block: 'nearest' }))
    const stop = () => growing.disconnect()
    growing.observe(opened)
    for (const act of acts) window.addEventListener(act, stop, { once: true })
    return () => {
      stop()
      for (const act of acts) window.removeEventListener(act, stop)
    }
  }, [isOpen])
  return ref
}
