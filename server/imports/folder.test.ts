import {
  appendFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { checkout } from '../config.ts'
import { newId } from '../platform/id.ts'
import { withFileOfOthers } from '../platform/import/open-file.ts'
import { inTestForce, type TestPlatform, testForce, testSlug } from '../testing/test-platform.ts'
import { lookIntoFolder, nothingSeen } from './folder.ts'
import { saveProfile } from './profiles.ts'

let platform: TestPlatform
let folder: string
let told: unknown[]

beforeEach(async () => {
  platform = await testForce()
  folder = mkdtempSync(join(tmpdir(), 'ringback-watched-'))
  told = []
  mkdirSync(join(folder, testSlug, 'recipients'), { recursive: true })
  return async () => {
    rmSync(folder, { recursive: true })
    await platform.close()
  }
})

const file = readFileSync(join(checkout, 'examples', 'service-recipients.csv'), 'utf8')
  .split('\r\n')
  .slice(0, 40)
  .join('\r\n')
const place = (...path: readonly string[]) => join(folder, testSlug, 'recipients', ...path)
const leave = (name: string, text: string) => writeFileSync(place(name), text)
const inFolder = (name: string) =>
  existsSync(place(name))
    ? readdirSync(place(name))
        .map(each => each.replace(/[0-9a-f-]{36}/, 'ID'))
        .sort()
    : []
const watcher = () => {
  const seen = nothingSeen()
  return () => lookIntoFolder(platform, folder, seen, (_, error) => told.push(error))
}
const imports = () =>
  inTestForce(platform, tx => tx.db.selectFrom('imports').select(['status', 'origin', 'file_name', 'result']).execute())
const outcome = (name: string) => {
  const found = readdirSync(place(name)).find(each => each.endsWith('.json')) as string
  return JSON.parse(readFileSync(place(name, found), 'utf8')) as Record<string, unknown>
}

describe('a watched folder', () => {
  it('takes a file once it no longer grows, and tells what came of it beside it', async () => {
    const look = watcher()
    leave('today.csv', file.slice(0, 3000))
    await look()
    appendFileSync(place('today.csv'), file.slice(3000))
    await look()
    expect(await imports()).toEqual([])
    await look()
    expect(told).toEqual([])
    expect(await imports()).toMatchObject([
      { status: 'done', origin: 'folder', file_name: 'today.csv', result: { rows: 39 } },
    ])
    expect([inFolder('done'), inFolder('taking'), existsSync(place('today.csv'))]).toEqual([
      ['today.ID.csv', 'today.ID.json'],
      [],
      false,
    ])
    expect(outcome('done')).toMatchObject({ file: 'today.csv', result: { rows: 39 }, rejectsFile: null })
  })

  it('remembers nothing of a file that went away', async () => {
    const seen = nothingSeen()
    const look = () => lookIntoFolder(platform, folder, seen, (_, error) => told.push(error))
    leave('gone.csv', file)
    await look()
    expect([...seen.looks.keys()]).toEqual([place('gone.csv')])
    rmSync(place('gone.csv'))
    await look()
    expect([told, seen.looks.size]).toEqual([[], 0])
  })

  it('puts the refused rows beside the file', async () => {
    const look = watcher()
    leave('odd.csv', `${file}\r\nonly,two`)
    await look()
    await look()
    expect(inFolder('done')).toEqual(['odd.ID.csv', 'odd.ID.json', 'odd.ID.rejects.csv'])
    const rejects = readdirSync(place('done')).find(each => each.endsWith('rejects.csv')) as string
    expect(readFileSync(place('done', rejects), 'utf8')).toContain('too_few_columns')
  })

  it('puts a file that it can not read into failed, with the reason, and takes the next', async () => {
    const look = watcher()
    leave('a-photo.csv', '\x89PNG\r\n\x1a\n\0\0\0')
    leave('b.csv', file)
    await look()
    await look()
    expect(inFolder('failed')).toEqual(['a-photo.ID.csv', 'a-photo.ID.json'])
    expect(outcome('failed')).toMatchObject({
      problem: { code: expect.stringMatching(/^import_/), title: expect.any(String) },
    })
    expect(inFolder('done')).toEqual(['b.ID.csv', 'b.ID.json'])
  })

  it('takes no file in by a guess, and takes the next of its kind once the profile is saved', async () => {
    const foreign = file.replace('Log No', 'Job Ref').replace('Closed', 'Resulted')
    const look = watcher()
    leave('foreign.csv', foreign)
    await look()
    await look()
    expect(outcome('failed')).toMatchObject({ problem: { code: 'import_unmapped' } })
    const [waiting] = await imports()
    expect(waiting).toMatchObject({ status: 'received', file_name: 'foreign.csv' })

    await inTestForce(platform, async tx => {
      const { definition } = await tx.db.selectFrom('imports').select('definition').executeTakeFirstOrThrow()
      await saveProfile(tx, { name: 'ours', kind: 'recipients', definition: definition as Record<string, unknown> })
    })
    leave('next.csv', foreign)
    await look()
    await look()
    expect(outcome('done')).toMatchObject({ file: 'next.csv', result: { rows: 39, created: 39 } })
  })

  it('is watched by two, and each file is taken once', async () => {
    const looks = [watcher(), watcher()]
    leave('one.csv', file)
    leave('two.csv', file.replaceAll('-02082011-', '-02082012-'))
    for (let time = 0; time < 3; time += 1) await Promise.all(looks.map(look => look()))
    expect(told).toEqual([])
    expect((await imports()).map(({ status, file_name }) => `${file_name} ${status}`).sort()).toEqual([
      'one.csv done',
      'two.csv done',
    ])
    expect(inFolder('done')).toHaveLength(4)
  })

  it.each<[string, (importId: string) => Promise<unknown>]>([
    ['before anything of it was received', async () => undefined],
    [
      'while it was received',
      importId =>
        inTestForce(platform, tx =>
          tx.db
            .insertInto('imports')
            .values({
              id: importId,
              kind: 'recipients',
              file_name: 'c.csv',
              profile: '',
              status: 'receiving',
              origin: 'folder',
            })
            .execute(),
        ),
    ],
  ])('takes a file, once, whose taker died %s', async (_, left) => {
    const importId = newId()
    mkdirSync(place('taking', importId), { recursive: true })
    leave(join('taking', importId, 'c.csv'), file)
    await left(importId)
    await watcher()()
    expect(told).toEqual([])
    expect(await imports()).toMatchObject([{ status: 'done', file_name: 'c.csv', result: { rows: 39 } }])
    expect(inFolder('done')).toHaveLength(2)
  })

  it('moves a file on whose taker died when it was taken in, and does not take it again', async () => {
    const look = watcher()
    leave('d.csv', file)
    await look()
    await look()
    const [taken] = await inTestForce(platform, tx => tx.db.selectFrom('imports').select('id').execute())
    mkdirSync(place('taking', taken?.id as string), { recursive: true })
    leave(join('taking', taken?.id as string, 'd.csv'), file)
    await look()
    expect([told, await imports(), inFolder('done'), inFolder('taking')]).toMatchObject([
      [],
      [{ status: 'done' }],
      ['d.ID.csv', 'd.ID.json'],
      [],
    ])
  })
})

describe('whoever may write into the watched folder', () => {
  const elsewhere = (text: string) => {
    const path = join(folder, 'elsewhere')
    writeFileSync(path, text)
    return path
  }
  /** A file with a refused row lies claimed by this id, and what is to be written beside it is a link. */
  const claimWithLinks = (importId: string, target: string) => {
    mkdirSync(place('taking', importId), { recursive: true })
    mkdirSync(place('done'))
    for (const end of ['.rejects.csv', '.json']) symlinkSync(target, place('done', `y.${importId}${end}`))
    leave(join('taking', importId, 'y.csv'), `${file}\r\nonly,two`)
  }
  const known = (importId: string, origin: 'folder' | 'page') =>
    inTestForce(platform, tx =>
      tx.db
        .insertInto('imports')
        .values({ id: importId, kind: 'recipients', file_name: 'y.csv', profile: '', status: 'receiving', origin })
        .execute(),
    )

  it('has nothing written through a link', async () => {
    const target = elsewhere('kept')
    const importId = newId()
    await known(importId, 'folder')
    claimWithLinks(importId, target)
    await watcher()()
    expect(told).toEqual([])
    expect(readFileSync(target, 'utf8')).toBe('kept')
    expect(lstatSync(place('done', `y.${importId}.json`)).isFile()).toBe(true)
    expect(readFileSync(place('done', `y.${importId}.rejects.csv`), 'utf8')).toContain('too_few_columns')
  })

  it.each([['that no import has'], ['of an import that came by the page']])(
    'does not choose the id of an import: one %s is made anew',
    async which => {
      const importId = newId()
      if (which.includes('page')) await known(importId, 'page')
      mkdirSync(place('taking', importId), { recursive: true })
      leave(join('taking', importId, 'y.csv'), file)
      await watcher()()
      const taken = await inTestForce(platform, tx =>
        tx.db.selectFrom('imports').select('id').where('status', '=', 'done').execute(),
      )
      expect([told, taken.length, taken[0]?.id === importId, inFolder('taking')]).toEqual([[], 1, false, []])
    },
  )

  it.each([['taking'], ['done'], ['failed']])('has nothing taken where %s is a link', async name => {
    const look = watcher()
    mkdirSync(join(folder, 'behind', newId()), { recursive: true })
    symlinkSync(join(folder, 'behind'), place(name))
    leave('a.csv', file)
    for (let time = 0; time < 3; time += 1) await look()
    expect([existsSync(place('a.csv')), await imports(), readdirSync(join(folder, 'behind')).length]).toEqual([
      true,
      [],
      1,
    ])
    expect(String(told[0])).toContain(`${place(name)} is a link or no folder`)
  })

  it.each([
    ['the folder of a force', () => join(folder, testSlug)],
    ['the folder of a kind', () => place()],
  ])('has nothing read where %s is a link', async (_, pathOf) => {
    const look = watcher()
    leave('a.csv', file)
    renameSync(pathOf(), join(folder, 'behind'))
    symlinkSync(join(folder, 'behind'), pathOf())
    for (let time = 0; time < 3; time += 1) await look()
    expect([existsSync(place('a.csv')), await imports()]).toEqual([true, []])
    expect(String(told[0])).toContain(`${pathOf()} is a link or no folder`)
  })

  it('has no file read that is a link to another', async () => {
    const look = watcher()
    linkSync(elsewhere(file), place('hard.csv'))
    symlinkSync(elsewhere(file), place('soft.csv'))
    for (let time = 0; time < 3; time += 1) await look()
    expect(await imports()).toEqual([])
    expect(outcome('failed')).toMatchObject({ file: 'hard.csv', problem: { code: 'import_file_unreadable' } })
    await expect(withFileOfOthers(place('soft.csv'), async source => source.size)).rejects.toThrow('it is a link')
  })

  it('has a file with a very long name taken', async () => {
    const look = watcher()
    leave(`${'n'.repeat(251)}.csv`, file)
    await look()
    await look()
    expect([told, inFolder('done').length]).toEqual([[], 2])
  })

  it('sees a file in failed with which something went wrong here five times', async () => {
    const rename = (from: string, to: string) =>
      platform.database.pool.query(`alter table force_${testSlug}.${from} rename to ${to}`)
    const look = watcher()
    leave('a.csv', file)
    await look()
    await rename('import_parts', 'parts_elsewhere')
    for (let time = 0; time < 4; time += 1) await look()
    expect([told.length, inFolder('failed')]).toEqual([4, []])
    await look()
    expect([told.length, inFolder('failed'), inFolder('taking')]).toEqual([5, ['a.ID.csv', 'a.ID.json'], []])
    expect(outcome('failed')).toMatchObject({ file: 'a.csv', problem: { code: 'internal' } })
    await rename('parts_elsewhere', 'import_parts')
  })
})
