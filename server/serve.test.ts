import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer, type Server } from 'node:http'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { checkout } from './config.ts'
import { joinEmbeddedServer } from './platform/embedded-postgres.ts'
import { close, listen } from './serve.ts'
import { urlOf } from './testing/server.ts'
import { type TestPlatform, testKeys, testPlatform } from './testing/test-platform.ts'
import { untilOneWaits } from './testing/waiting.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await testPlatform()
})
afterAll(() => platform.close())

const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port
const onPort = (port: number): TestPlatform => ({ ...platform, config: { ...platform.config, port } })

describe('serving', () => {
  it('writes a line for each request, without what was searched for', async () => {
    const lines: Readonly<Record<string, unknown>>[] = []
    const server: Server = await listen(onPort(0), line => lines.push(line))
    onTestFinished(() => void server.close())
    await fetch(`http://127.0.0.1:${portOf(server)}/api/v1/me?query=Surname`)
    expect(lines).toMatchObject([{ method: 'GET', path: '/api/v1/me', status: 401, requestId: expect.any(String) }])
    expect(JSON.stringify(lines)).not.toContain('Surname')
  })

  it('on a port that is taken says which, and which setting to change', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void taken.close())
    await once(taken, 'listening')
    const port = portOf(taken)
    await expect(listen(onPort(port), () => undefined)).rejects.toMatchObject({
      code: 'port_taken',
      title: expect.stringMatching(new RegExp(`${port}.*PORT`)),
    })
  })

  it('ends once the last request has its answer, though its client keeps the connection', async () => {
    const forEver = 2 ** 31 - 1
    const inHand = Promise.withResolvers<void>()
    const server = createHttpServer((request, response) => {
      inHand.resolve()
      request.resume().on('end', () => response.end('done'))
    }).listen(0, '127.0.0.1')
    server.keepAliveTimeout = forEver
    await once(server, 'listening')
    const client = connect(portOf(server), '127.0.0.1')
    client.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nhal')
    await inHand.promise
    const closed = close(server, forEver)
    await wait(200)
    client.write('f')
    expect(String((await once(client, 'data'))[0])).toContain('keep-alive')
    await closed
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('ends clean on %s', async signal => {
    const { child } = start('serve', { DATABASE_URL: urlOf(platform.database.connection) })
    const said = await firstWords(child.stdout)
    const address = said.match(/http:\/\/\S+\d/)?.[0]
    expect((await fetch(`${address}/healthz`)).status).toBe(200)
    child.kill(signal)
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it.each([
    ['serve', 'stdout', 'Ringback is at'],
    ['serve', 'stderr', 'Made the keys'],
    ['worker', 'stderr', 'Made the keys'],
  ] as const)(
    '%s leaves no database running when it is stopped at its first word on %s',
    async (command, stream, word) => {
      const { child, folder } = start(command)
      expect(await firstWords(child[stream])).toContain(word)
      child.kill('SIGTERM')
      expect(await once(child, 'exit')).toEqual([0, null])
      expect(isDatabaseLeft(folder)).toBe(false)
    },
  )

  it('leaves no database running on a Ctrl-C while that is made', async () => {
    const { child, folder } = start('serve')
    const begun = join(folder, `postgres.${child.pid}`, 'PG_VERSION')
    await expect.poll(() => existsSync(begun), { interval: 5 }).toBe(true)
    process.kill(-(child.pid as number), 'SIGINT') // a terminal tells the whole group
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(isDatabaseLeft(folder)).toBe(false)
  })

  it('is not begun when it is stopped while the database is brought up to date', async () => {
    const blocker = await platform.database.pool.connect()
    await blocker.query('begin; lock table ringback.migrations')
    const { child } = start('serve', { DATABASE_URL: urlOf(platform.database.connection) })
    await untilOneWaits(platform)
    const exit = once(child, 'exit')
    child.kill('SIGTERM')
    await blocker.query('rollback')
    blocker.release()
    await expect(firstWords(child.stdout)).rejects.toThrow('without a word')
    expect(await exit).toEqual([0, null])
  })
})

/** A command in a process and a group of its own, as from a terminal; its database, unless one is given, is in `folder`. */
function start(command: 'serve' | 'worker', settings: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-serve-'))
  chmodSync(folder, 0o755) // the database's own user comes by
  if (settings.DATABASE_URL) writeFileSync(join(folder, 'keys.json'), JSON.stringify(testKeys))
  const child = spawn(process.execPath, [join(checkout, 'server', 'main.ts'), command], {
    env: {
      ...process.env,
      DATABASE_URL: '',
      RINGBACK_DATA: folder,
      PORT: '0',
      RINGBACK_KEY_FILE: join(folder, 'keys.json'),
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    if (isDatabaseLeft(folder)) await (await joinEmbeddedServer({ dataFolder: folder })).leave()
    rmSync(folder, { recursive: true })
  })
  return { child, folder }
}

const isDatabaseLeft = (folder: string): boolean => existsSync(join(folder, 'postgres', 'postmaster.pid'))

/** What a process says first; without a word it has failed. */
async function firstWords(stream: Readable): Promise<string> {
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) return String(chunk)
  throw new Error('it ended without a word')
}
