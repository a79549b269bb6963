import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SaidHashes } from './said-hashes.ts'

it('knows the hashes that were said, each with its last line, and no others, however many they are', () => {
  const hash = fc.uint8Array({ minLength: 16, maxLength: 16 }).map(bytes => Buffer.from(bytes))
  const line = fc.integer({ min: 1, max: 2_000_000 })
  const drawn = fc
    .array(hash, { minLength: 1, maxLength: 2000 })
    .chain(pool => fc.tuple(fc.constant(pool), fc.array(fc.tuple(fc.nat(pool.length - 1), line), { maxLength: 3000 })))
  fc.assert(
    fc.property(drawn, fc.array(hash), ([pool, said], others) => {
      const hashes = new SaidHashes()
      const lastLines = new Map<string, number>()
      for (const [at, line] of said) {
        const one = pool[at] as Buffer
        hashes.add(one, line)
        const key = one.toString('hex')
        lastLines.set(key, Math.max(line, lastLines.get(key) ?? 0))
      }
      for (const one of [...pool, ...others]) {
        const last = lastLines.get(one.toString('hex')) ?? 0
        expect(hashes.has(one)).toBe(last > 0)
        expect([hashes.isAfter(one, Math.max(last - 1, 0)), hashes.isAfter(one, last)]).toEqual([last > 0, false])
      }
    }),
    { numRuns: 30 },
  )
})
