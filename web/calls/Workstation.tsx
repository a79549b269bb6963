import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useSessionEnd } from '../sign-in/session-end.ts'
import { useTitle } from '../ui/PageHeader.tsx'
import { ErrorState, Loading } from '../ui/States.tsx'
import type { Books, BooksState } from './answers/books.ts'
import { hasParting } from './answers/outbox-state.ts'
import { SignInOver } from './answers/SignInOver.tsx'
import { StillLooking } from './answers/StillLooking.tsx'
import { useBooks, useKeptBefore } from './answers/use-books.ts'
import { waitingWords } from './answers/words.ts'
import type { CallBack } from './api.ts'
import { currentCallQuery, summaryQuery } from './api.ts'
import { BetweenCalls, type Finished } from './BetweenCalls.tsx'
import { CallInHand } from './CallInHand.tsx'
import { myShiftQuery } from './shifts/api.ts'
import { useWho } from './use-who.ts'

const forceRoute = getRouteApi('/f/$force')

/** The interviewer's workstation: between calls, or with one in hand. */
export function Workstation() {
  useTitle('Calls')
  const { me } = forceRoute.useRouteContext()
  const [books, kept] = useBooks()
  const hasLooked = useKeptBefore(books)
  const [hasEnded, onSignedIn] = useSessionEnd()
  const client = useQueryClient()
  return (
    <>
      {hasLooked ? (
        <Calls books={books} kept={kept} />
      ) : (
        <div className="page">
          <Loading what="your call" />
        </div>
      )}
      {hasLooked && !kept.isLoaded && <StillLooking fault={kept.fault} onRetry={() => books.retry()} />}
      <SignInOver
        me={me}
        waiting={waitingWords(kept.bundles.flatMap(({ outbox }) => outbox.read().waiting))}
        isOpen={hasEnded}
        onSignedIn={() => {
          onSignedIn()
          books.retry()
          // What was refused meanwhile; what is on the screen stays as it is.
          void client.refetchQueries({ predicate: ({ state }) => state.status === 'error' })
        }}
      />
    </>
  )
}

interface CallsProps {
  readonly books: Books
  readonly kept: BooksState
}

function Calls({ books, kept }: CallsProps) {
  const who = useWho()
  const query = useQuery(currentCallQuery(who))
  const [finished, setFinished] = useState<Finished | null>(null)
  const [shownId, setShownId] = useState<string | null>(null)
  const [leavingId, setLeavingId] = useState<string | null>(null)
  const [hasMoved, setMoved] = useState(false)
  const client = useQueryClient()
  const { queryKey } = currentCallQuery(who)
  const hold = (call: CallBack | null) => {
    setMoved(true)
    // Where the page was left meanwhile, it asks the server anew when it is opened again.
    if (client.getQueryState(queryKey)) client.setQueryData(queryKey, call)
    void client.invalidateQueries({ queryKey: summaryQuery(who).queryKey })
    void client.invalidateQueries({ queryKey: myShiftQuery(who).queryKey })
  }
  /** What is heard late of a call that was left changes nothing of the next one. */
  const isInHand = (id: string) => (client.getQueryData(queryKey)?.id ?? id) === id
  const call = query.data ?? null
  // A call whose end an earlier page kept is over, though the server hasn't heard of it yet.
  const isParting = useIsParting(call, kept)
  const isOver = call !== null && call.id !== shownId && isParting
  if (isOver && leavingId !== call.id) setLeavingId(call.id)
  // The server has heard, and what it says of the call now is on the way.
  const isSettling = call !== null && !isOver && call.id === leavingId
  const { refetch } = query
  useEffect(() => {
    if (isSettling) void refetch().then(() => setLeavingId(null))
  }, [isSettling, refetch])
  if (query.isPending)
    return (
      <div className="page">
        <Loading what="your call" />
      </div>
    )
  if (query.isError)
    return (
      <div className="page">
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </div>
    )
  if (call && !isOver && !isSettling) {
    if (shownId !== call.id) setShownId(call.id)
    return (
      <CallInHand
        key={call.id}
        call={call}
        books={books}
        onChange={changed => isInHand(call.id) && hold(changed)}
        onFinish={how => {
          if (!isInHand(call.id)) return
          setFinished(how)
          hold(null)
        }}
        isNext={hasMoved}
      />
    )
  }
  return (
    <BetweenCalls
      finished={finished}
      books={books}
      kept={kept}
      isLastLeaving={isOver || isSettling}
      isNext={hasMoved}
      onClaim={claimed => {
        setFinished(null)
        books.claimedAnew(claimed)
        hold(claimed)
      }}
    />
  )
}

const nothing = () => () => undefined

/** Whether what is on its way finishes this call. */
function useIsParting(call: CallBack | null, { bundles }: BooksState): boolean {
  const outbox = bundles.find(bundle => bundle.call.interviewId === call?.interview.id)?.outbox
  return useSyncExternalStore(outbox?.subscribe ?? nothing, () => outbox !== undefined && hasParting(outbox.read()))
}
