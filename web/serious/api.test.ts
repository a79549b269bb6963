import { focusManager, onlineManager, QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, expect, it, vi } from 'vitest'
import { seriousQuery } from './api.ts'

afterEach(() => {
  focusManager.setFocused(undefined)
  vi.unstubAllGlobals()
})

it('a report is looked at once, however often its window comes to the front or the line comes back: each look is written down', async () => {
  const looked = vi.fn(async () => Response.json({ id: 'a-report' }))
  vi.stubGlobal('fetch', looked)
  const client = new QueryClient()
  client.mount()
  const query = new QueryObserver(client, { ...seriousQuery('cleveland', 'a-report'), staleTime: 0 })
  const leave = query.subscribe(() => undefined)
  await vi.waitFor(() => expect(query.getCurrentResult().isSuccess).toBe(true))
  focusManager.setFocused(false)
  focusManager.setFocused(true)
  onlineManager.setOnline(false)
  onlineManager.setOnline(true)
  await new Promise(resolve => setTimeout(resolve, 20))
  expect(looked).toHaveBeenCalledTimes(1)
  leave()
  client.unmount()
})
