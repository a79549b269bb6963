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

it('brings every number, truth and instant as it is, to the microsecond', async () => {
  const micros = fc
    .integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2100, 0, 1) })
    .chain(ms =>
      fc.nat(999).map(finer => Temporal.Instant.fromEpochNanoseconds((BigInt(ms) * 1000n + BigInt(finer)) * 1000n)),
    )
  const number = fc.record({
    usable: fc.boolean(),
    position: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    at: micros,
  })
  const recipientId = newId()
  await inTestForce(platform, tx => copyRows(tx.db, 'recipients', [{ id: recipientId, ...times }]))
  await fc.assert(
    fc.asyncProperty(fc.array(number, { minLength: 1, maxLength: 5 }), async made => {
      const found = await inTestForce(platform, async tx => {
        await tx.db.deleteFrom('recipient_numbers').execute()
        const rows = made.map(({ usable, position, at }) => {
          const id = newId()
          const sealed = { number_hash: Buffer.from(id), number_sealed: Buffer.from(id) }
          return { id, recipient_id: recipientId, ...sealed, usable, position, created_at: at.toString() }
        })
        await copyRows(tx.db, 'recipient_numbers', rows)
        return tx.db
          .selectFrom('recipient_numbers')
          .select(['usable', 'position', 'created_at as at'])
          .orderBy('id')
          .execute()
      })
      expect(found.map(row => ({ ...row, at: row.at.toString() }))).toEqual(
        made.map(row => ({ ...row, at: row.at.toString() })),
      )
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
  await expect(copying(id, 'no id')).rejects.toThrow('no UUID: no id')
  const found = await Promise.all(
    Array.from({ length: 12 }, () =>
      inTestForce(platform, tx => tx.db.selectFrom('recipients').select('id').where('id', '=', id).execute()),
    ),
  )
  expect(found.flat()).toEqual([])
})
