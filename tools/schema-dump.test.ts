import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { forceSchema, sharedSchema } from '../server/platform/database.ts'
import { type TestPlatform, testForce, testSlug } from '../server/testing/test-platform.ts'
import { dumpSchema } from './schema-dump.ts'

// After a change of the migrations: npm run dump:schema, and commit what it writes.

let platform: TestPlatform
let force: string
let shared: string
beforeAll(async () => {
  platform = await testForce()
  force = await dumpSchema(platform.database.pool, forceSchema(testSlug))
  shared = await dumpSchema(platform.database.pool, sharedSchema)
})
afterAll(() => platform.close())

const committed = (series: string) => join(import.meta.dirname, '..', 'migrations', `schema-${series}.txt`)

it("the committed dump is what the migrations make of a force's schema", async () => {
  await expect(force).toMatchFileSnapshot(committed('force'))
})

it('the committed dump is what the migrations make of the shared schema', async () => {
  await expect(shared).toMatchFileSnapshot(committed('shared'))
})

it("a force's schema has no sequence, trigger or function, and names no other schema, so that it can move whole", () => {
  expect(force).not.toMatch(/^(sequence|trigger|function) /m)
  expect(force).not.toMatch(/REFERENCES \w+\.|\b(ringback|public|graphile_worker)\./)
})

it.each([
  ['force', () => force],
  ['shared', () => shared],
])('every table and view of the %s schema says what it is', (_, dump) => {
  const undescribed = dump()
    .split('\n')
    .filter(line => /^(table|view) /.test(line) && !line.includes(' -- '))
  expect(undescribed).toEqual([])
})

it.each([
  ['force', () => force],
  ['shared', () => shared],
])('every foreign key of the %s schema says what happens on delete', (_, dump) => {
  const silent = dump()
    .split('\n')
    .filter(line => line.includes('FOREIGN KEY') && !line.includes('ON DELETE'))
  expect(silent).toEqual([])
})
