import { validate, version } from 'uuid'
import { expect, it } from 'vitest'
import { newId } from './id.ts'

it('every id is a UUIDv7 of this moment, later than the one before it', () => {
  const ids = Array.from({ length: 20_000 }, newId)
  expect(ids.filter(id => !validate(id) || version(id) !== 7)).toEqual([])
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
  const at = Number.parseInt((ids.at(-1) as string).replace('-', '').slice(0, 12), 16)
  expect(Math.abs(Date.now() - at)).toBeLessThan(10_000)
})
