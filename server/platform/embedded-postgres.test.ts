import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { expect, it, onTestFinished } from 'vitest'
import { type EmbeddedServer, joinEmbeddedServer } from './embedded-postgres.ts'

/** A data folder that the database's own user can reach, gone with its server after the test. */
function dataFolder(name = 'data'): string {
  const parent = mkdtempSync(join(tmpdir(), 'ringback-embedded-'))
  chmodSync(parent, 0o755)
  const folder = join(parent, name)
  onTestFinished(async () => {
    if (pidOf(folder) !== undefined) await (await joinHere(folder)).leave()
    rmSync(parent, { recursive: true, force: true })
  })
  return folder
}

const joinHere = (folder: string, volatile = true): Promise<EmbeddedServer> =>
  joinEmbeddedServer({ dataFolder: folder, volatile })

function pidOf(folder: string): number | undefined {
  const file = join(folder, 'postgres', 'postmaster.pid')
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined
}

async function query(server: EmbeddedServer, text: string): Promise<unknown[]> {
  const client = new pg.Client({ ...server.connection, application_name: 'ringback test' })
  await client.connect()
  try {
    return (await client.query<unknown[]>({ text, rowMode: 'array' })).rows.flat()
  } finally {
    await client.end()
  }
}

/** Another Ringback process on the same folder, joined; it leaves when told. */
async function otherProcess(folder: string): Promise<{ process: ChildProcess; leave(): Promise<void> }> {
  const program = `
    import { joinEmbeddedServer } from ${JSON.stringify(join(import.meta.dirname, 'embedded-postgres.ts'))}
    const server = await joinEmbeddedServer({ dataFolder: process.argv[1], volatile: true })
    process.on('message', async () => { await server.leave(); process.exit(0) })
    process.send('joined')`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program, folder], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the other process ended with ${code}`))),
  ])
  return {
    process: child,
    async leave() {
      child.send('leave')
      await once(child, 'exit')
    },
  }
}

it('is shared by two processes, and the last one out stops it', async () => {
  const folder = dataFolder()
  const other = await otherProcess(folder)
  const server = await joinHere(folder)
  expect(await query(server, 'select 1')).toEqual([1])
  await other.leave()
  expect(await query(server, 'select 2')).toEqual([2])
  await server.leave()
  expect(pidOf(folder)).toBeUndefined()
})

it('is made once when two processes start on an empty folder at the same moment', async () => {
  const folder = dataFolder()
  const both = await Promise.all([otherProcess(folder), otherProcess(folder)])
  const server = await joinHere(folder)
  expect(await query(server, 'select current_database()')).toEqual(['ringback'])
  await Promise.all(both.map(other => other.leave()))
  await server.leave()
  expect(pidOf(folder)).toBeUndefined()
})

it('outlives a process that is killed, and is found by the next', async () => {
  const folder = dataFolder()
  const other = await otherProcess(folder)
  const pid = pidOf(folder)
  other.process.kill('SIGKILL')
  await once(other.process, 'exit')
  const server = await joinHere(folder)
  expect(pidOf(folder)).toBe(pid)
  await server.leave()
  expect(pidOf(folder)).toBeUndefined()
})

it('starts again after everything was killed, with what was committed', async () => {
  const folder = dataFolder()
  const server = await joinHere(folder, false)
  const other = await otherProcess(folder)
  await query(server, 'create table kept as select 42 as answer')
  other.process.kill('SIGKILL')
  process.kill(pidOf(folder) as number, 'SIGKILL')
  const again = await joinHere(folder, false)
  expect(await query(again, 'select answer from kept')).toEqual([42])
  await again.leave()
})

it('starts although a stale lock names the number of another program', async () => {
  const folder = dataFolder()
  const server = await joinHere(folder)
  const lock = readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8')
  await server.leave()
  const { uid, gid } = statSync(join(folder, 'postgres'))
  const sleeper = spawn('sleep', ['60'], process.getuid?.() === 0 ? { uid, gid } : {})
  onTestFinished(() => void sleeper.kill())
  writeFileSync(join(folder, 'postgres', 'postmaster.pid'), lock.replace(/^\d+/, String(sleeper.pid)))
  const again = await joinHere(folder)
  expect(pidOf(folder)).not.toBe(sleeper.pid)
  await again.leave()
})

it.each([
  ['with spaces and signs', "a folder & (its) 'signs'"],
  ["too long for a socket's address", `${'long-'.repeat(20)}folder`],
])('runs in a folder %s', async (_, name) => {
  const server = await joinHere(dataFolder(name))
  expect(await query(server, "select 'here'")).toEqual(['here'])
  await server.leave()
  rmSync(server.connection.host, { recursive: true }) // the socket of a long path is in a folder of its own
})

it('says where it is, so that other programs can join', async () => {
  const folder = dataFolder()
  const server = await joinHere(folder)
  const address = readFileSync(join(folder, 'address'), 'utf8').trim()
  const client = new pg.Client({ connectionString: address })
  await client.connect()
  expect((await client.query('select current_database() as name')).rows).toEqual([{ name: 'ringback' }])
  await client.end()
  await server.leave()
})

it('names the folder and the setting when it can make no files there', async () => {
  const folder = dataFolder()
  mkdirSync(join(folder, 'postgres'), { recursive: true })
  writeFileSync(join(folder, 'postgres', 'somebody-elses'), '')
  await expect(joinHere(folder)).rejects.toMatchObject({
    code: 'database_folder_unusable',
    title: expect.stringContaining('RINGBACK_DATA'),
  })
})
