import { InfiniteQueryObserver, QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, expect, it, vi } from 'vitest'
import { callsQuery, foundQuery, historyQuery, keepChanged, type Recipient, recipientQuery } from './api.ts'

const force = 'cleveland'
const [them, sharer] = ['them', 'who-shares-a-number']
const changed = { id: them, name: 'Ann Other' } as Recipient

afterEach(() => void vi.unstubAllGlobals())

/** Every page of both was looked at; only their calls and what was done to them stand on the screen. */
async function lookedAtBoth() {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (address: string | URL) => {
    asked.push(String(address).replace(/^.*\/recipients\//, ''))
    return Response.json({ nextCursor: null })
  })
  const client = new QueryClient()
  client.mount()
  for (const id of [them, sharer]) {
    await client.fetchQuery(recipientQuery(force, id))
    await client.fetchQuery(callsQuery(force, id))
    for (const about of ['all', 'views'] as const) await client.fetchInfiniteQuery(historyQuery(force, id, about))
  }
  await client.fetchInfiniteQuery(foundQuery(force, { query: '' }))
  const leave = [
    new QueryObserver(client, recipientQuery(force, them)).subscribe(() => undefined),
    new QueryObserver(client, callsQuery(force, them)).subscribe(() => undefined),
    new InfiniteQueryObserver(client, { ...historyQuery(force, them, 'all'), refetchOnMount: false }).subscribe(
      () => undefined,
    ),
  ]
  asked.length = 0
  return { client, asked, leave: () => [...leave, () => client.unmount()].forEach(each => void each()) }
}

it('after a change what stands on the page is read again at once, and nothing else: each look is written down', async () => {
  const { client, asked, leave } = await lookedAtBoth()
  keepChanged(client, force, changed)
  await vi.waitFor(() => expect(client.isFetching()).toBe(0))
  expect(asked).toEqual([`${them}/calls`, expect.stringMatching(`^${them}/history\\?about=all`)])
  leave()
})

it('after a change the person is as it was answered, and what is kept of anybody else is not believed any more', async () => {
  const { client, leave } = await lookedAtBoth()
  keepChanged(client, force, changed)
  await vi.waitFor(() => expect(client.isFetching()).toBe(0))
  const { data, isInvalidated } = client.getQueryState(recipientQuery(force, them).queryKey) ?? {}
  expect({ data, isInvalidated }).toEqual({ data: changed, isInvalidated: false })
  for (const { queryKey } of [
    recipientQuery(force, sharer),
    callsQuery(force, sharer),
    historyQuery(force, sharer, 'all'),
    historyQuery(force, them, 'views'),
    foundQuery(force, { query: '' }),
  ])
    expect(client.getQueryState(queryKey as readonly unknown[])?.isInvalidated, String(queryKey)).toBe(true)
  leave()
})
