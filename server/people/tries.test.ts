import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { countTries } from './tries.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const rule = { window: 60, max: 3 }

it('refuses what is too many in a minute, and says when to try again', async () => {
  const tries = countTries()
  for (let at = 0; at < 3; at++) expect(await tries.consume('here', rule)).toEqual({ allowed: true, retryAfter: null })
  vi.advanceTimersByTime(20_000)
  expect(await tries.consume('here', rule)).toEqual({ allowed: false, retryAfter: 40 })
  expect((await tries.consume('elsewhere', rule)).allowed).toBe(true)
  vi.advanceTimersByTime(40_000)
  expect((await tries.consume('here', rule)).allowed).toBe(true)
})

it('lets people in who come one after the other, without a pause', async () => {
  const tries = countTries()
  for (let at = 0; at < 20; at++) {
    expect((await tries.consume('here', rule)).allowed).toBe(true)
    vi.advanceTimersByTime(25_000)
  }
})
