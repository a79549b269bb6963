import { useLayoutEffect, useState } from 'react'
import { PressGate } from './press-gate.ts'

/** The gate of what is asked here, told each time that another question is on the screen. */
export function usePressGate(place: string): PressGate {
  const [gate] = useState(() => new PressGate())
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the place that was shown
  useLayoutEffect(() => gate.shown(performance.now()), [gate, place])
  return gate
}
