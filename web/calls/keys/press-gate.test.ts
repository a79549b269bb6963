import { describe, expect, it } from 'vitest'
import { PressGate } from './press-gate.ts'

function questionShownAt(atMs: number, ledHereBy: string): PressGate {
  const gate = new PressGate()
  gate.leave(ledHereBy)
  gate.shown(atMs)
  return gate
}

describe('PressGate', () => {
  it.each([
    ['a key pressed before the question was shown', 'key 4', 999, false],
    ['another key, once it is shown', 'key 4', 1_001, true],
    ['the key that led here, pressed twice', 'key 3', 1_120, false],
    ['the same key, after the question could be asked', 'key 3', 1_400, true],
  ])('%s: %s at %d ms is taken: %s', (_, by, atMs, isTaken) => {
    expect(questionShownAt(1_000, 'key 3').admits({ by, atMs })).toBe(isTaken)
  })

  it('takes nothing while the next question is on its way', () => {
    const gate = new PressGate()
    expect(gate.admits({ by: 'key 3', atMs: 10 })).toBe(true)
    gate.leave('key 3')
    expect(gate.admits({ by: 'key 4', atMs: 10_000 })).toBe(false)
  })

  it('takes the pointer once its echo has passed, and not before', () => {
    const gate = questionShownAt(1_000, 'pointer')
    expect(gate.admits({ by: 'pointer', atMs: 1_299 })).toBe(false)
    expect(gate.admits({ by: 'pointer', atMs: 1_300 })).toBe(true)
  })

  it('knows the echo of what led here from outside the questions', () => {
    const started = new PressGate()
    started.shown(1_000)
    const linked = questionShownAt(1_000, 'key 3')
    linked.shown(5_000)
    expect(started.admits({ by: 'pointer', atMs: 1_100 })).toBe(false)
    expect(linked.admits({ by: 'pointer', atMs: 5_100 })).toBe(false)
    expect(linked.admits({ by: 'key 3', atMs: 5_100 })).toBe(true)
  })
})
