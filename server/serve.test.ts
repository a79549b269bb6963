import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { checkout } from './config.ts'
import { listen } from './serve.ts'
import { urlOf } from './testing/server.ts'
import { type TestPlatform, testKeys, testPlatform } from './testing/test-platform.ts'

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

  it.each(['SIGTERM', 'SIGINT'] as const)('ends clean on %s', async signal => {
    const folder = mkdtempSync(join(tmpdir(), 'ringback-serve-'))
    writeFileSync(join(folder, 'keys.json'), JSON.stringify(testKeys))
    const child = spawn(process.execPath, [join(checkout, 'server', 'main.ts'), 'serve'], {
      env: {
        ...process.env,
        DATABASE_URL: urlOf(platform.database.connection),
        PORT: '0',
        RINGBACK_KEY_FILE: join(folder, 'keys.json'),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    onTestFinished(() => {
      child.kill('SIGKILL')
      rmSync(folder, { recursive: true })
    })
    const said = await firstWords(child.stdout)
    const address = said.match(/http:\/\/\S+\d/)?.[0]
    expect((await fetch(`${address}/healthz`)).status).toBe(200)
    child.kill(signal)
    expect(await once(child, 'exit')).toEqual([0, null])
  })
})

/** What a process says first; without a word it has failed. */
async function firstWords(stream: Readable): Promise<string> {
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) return String(chunk)
  throw new Error('it ended without a word')
}
