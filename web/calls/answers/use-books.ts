import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useSyncExternalStore } from 'react'
import { raiseSessionEnd } from '../../sign-in/session-end.ts'
import { Books, type BooksState } from './books.ts'
import { Keeper } from './keeper.ts'
import type { Owner } from './writes.ts'

const forceRoute = getRouteApi('/f/$force')
const opened = new Map<string, Books>()
const booksFor = (owner: Owner) => new Books(owner, new Keeper(owner), raiseSessionEnd)

/** A line that hangs must not keep the page from coming up. */
const screenPatienceMs = 3_000
const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))

function booksOf(force: string, userId: string): Books {
  const name = `${force}|${userId}`
  const known = opened.get(name)
  if (known) return known
  const books = booksFor({ force, userId })
  opened.set(name, books)
  // What a browser can't keep is lost with its page, whatever that shows by then.
  window.addEventListener('beforeunload', event => {
    if (books.read().bundles.some(({ outbox }) => outbox.read().unkept.size > 0)) event.preventDefault()
  })
  return books
}

/** The books of whoever is signed in; they outlive the page that shows them, as their sending does. */
export function useBooks(): readonly [Books, BooksState] {
  const { me } = forceRoute.useRouteContext()
  const { force } = forceRoute.useParams()
  const books = booksOf(force, me.user.id)
  useEffect(() => {
    const retry = () => books.retry()
    window.addEventListener('online', retry)
    return () => window.removeEventListener('online', retry)
  }, [books])
  return [books, useSyncExternalStore(books.subscribe, books.read)]
}

/** Whether what an earlier page left has been looked for; without a line, or on a slow one, it is found later. */
export function useKeptBefore(books: Books): boolean {
  const { me } = forceRoute.useRouteContext()
  const { force } = forceRoute.useParams()
  const looking = useQuery({
    queryKey: ['kept here', force, me.user.id],
    queryFn: async () => {
      await Promise.race([books.load(), pause(screenPatienceMs)])
      return true
    },
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    networkMode: 'always',
  })
  return !looking.isPending
}
