import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { copyRows } from './copy-rows.ts'
import { newId } from './id.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await testForce()
})
afterAll(() => platform.close())

const times = { created_at: '2011-09-01T09:00:00Z', updated_at: '2011-09-01T09:00:00Z' }

it('brings every text, list and string of bytes as it is', async () => {
  // Zero is the one character that PostgreSQL keeps nowhere; half of a pair is no character.
  const text = fc.string({ unit: 'binary', maxLength: 8 }).map(made => made.replaceAll('\0', '') + made.length)
  const hard = fc.oneof(text, fc.constantFrom('\\N', '\\.', '', 'NULL', '"{,}"', '\t\r\n\\', '{}'))
  const person = fc.record({
    language: fc.option(hard),
    needs: fc.array(hard, { maxLength: 3 }),
    name_hash: fc.option(fc.uint8Array({ maxLength: 20 }).map(bytes => Buffer.from(bytes))),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(person, { maxLength: 5 }), async people => {
      const made = people.map(facts => ({ id: newId(), ...facts }))
      const found = await inTestForce(platform, async tx => {
        await tx.db.deleteFrom('recipients').execute()
        await copyRows(
          tx.db,
          'recipients',
          made.values().map(row => ({ ...row, ...times })),
        )
        return tx.db.selectFrom('recipients').select(['id', 'language', 'needs', 'name_hash']).orderBy('id').execute()
      })
      expect(found).toEqual(made)
    }),
    { numRuns: 30 },
  )
})

it('undoes all of a transaction whose copy breaks a rule, says which, and leaves the connection in order', async () => {
  const id = newId()
  const others = Array.from({ length: 5000 }, () => ({ id: newId(), language: 'x'.repeat(100), ...times }))
  const copying = (...first: string[]) =>
    inTestForce(platform, tx =>
      copyRows(tx.db, 'recipients', [...first.map(id => ({ id, language: null, ...times })), ...others]),
    )
  await expect(copying(id, id)).rejects.toMatchObject({ code: '23505', constraint: 'recipients_pkey' })
  await expect(copying(id, 'no id')).rejects.toMatchObject({ code: '22P02' })
  const found = await Promise.all(
    Array.from({ length: 12 }, () =>
      inTestForce(platform, tx => tx.db.selectFrom('recipients').select('id').where('id', '=', id).execute()),
    ),
  )
  expect(found.flat()).toEqual([])
})
