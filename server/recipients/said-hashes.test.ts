import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SaidHashes } from './said-hashes.ts'

it('knows the hashes that were said, and no others, however many they are', () => {
  const hash = fc.uint8Array({ minLength: 16, maxLength: 16 }).map(bytes => Buffer.from(bytes))
  fc.assert(
    fc.property(fc.array(hash, { maxLength: 3000 }), fc.array(hash), (said, others) => {
      const hashes = new SaidHashes()
      for (const one of said) hashes.add(one)
      const known = new Set(said.map(one => one.toString('hex')))
      for (const one of [...said, ...others]) expect(hashes.has(one)).toBe(known.has(one.toString('hex')))
    }),
    { numRuns: 30 },
  )
})
