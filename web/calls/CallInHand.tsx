import { Button } from '@mantine/core'
import { type UseMutationResult, useMutation } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { businessNowOf } from '../api.ts'
import { AnswersPanel } from './AnswersPanel.tsx'
import type { Books } from './answers/books.ts'
import { LostCall } from './answers/LostCall.tsx'
import { NotTaken } from './answers/NotTaken.tsx'
import { goingOf } from './answers/outbox-state.ts'
import { isLost } from './answers/server-words.ts'
import { useOnlyTab } from './answers/use-only-tab.ts'
import type { Attempt, AttemptResult, CallBack } from './api.ts'
import { releaseCall } from './api.ts'
import type { Finished } from './BetweenCalls.tsx'
import { CallStatus } from './CallStatus.tsx'
import { Dialling } from './Dialling.tsx'
import { PhoneBar } from './dialling/PhoneBar.tsx'
import { isUnanswered, ringNoLonger } from './dialling/phone.ts'
import { usePhone } from './dialling/use-phone.ts'
import { Interview } from './Interview.tsx'
import { isPutBack, mayStillBeRung } from './lease.ts'
import { NotToBeRung } from './NotToBeRung.tsx'
import { PersonPanel } from './PersonPanel.tsx'
import { afterRing } from './routing.ts'
import { Serious, TakeDown } from './serious/Serious.tsx'
import { ShiftBar } from './shifts/ShiftBar.tsx'
import { useLease } from './use-lease.ts'
import { useWho } from './use-who.ts'
import styles from './Workstation.module.css'

interface CallInHandProps {
  readonly call: CallBack
  readonly books: Books
  readonly onChange: (call: CallBack | null) => void
  readonly onFinish: (how: Finished) => void
  /** It took the place of something else on the page, which has not just been opened. */
  readonly isNext: boolean
}

const forceRoute = getRouteApi('/f/$force')

/** A ring is over before the lease is next asked about, and must not go on where somebody is not to be rung any more. */
const askedWhileRingingMs = 5_000

/** Three columns: who is being spoken to, what is being asked, what was said. */
export function CallInHand({ call: claimed, books, onChange, onFinish, isNext }: CallInHandProps) {
  const { me, force } = forceRoute.useRouteContext()
  const who = useWho()
  const slug = forceRoute.useParams().force
  const timeZone = force?.timeZone ?? 'Europe/London'
  const [book] = useState(() => books.bookOf(claimed))
  const answers = useSyncExternalStore(book.subscribe, book.read)
  const [isTyping, setTyping] = useState(false)
  const [isTakingDown, setTakingDown] = useState(false)
  const [lease, held] = useLease(claimed, book)
  const isOnlyTab = useOnlyTab(claimed.id)
  const inPage = usePhone(who, isOnlyTab && claimed.dialling.by === 'softphone')
  const over = answers.box.lost ?? held.over
  const { ring } = inPage.view
  const isToBeRung = held.unsafe === null && over === null && (ring === null || mayStillBeRung(held, ring.numberId))
  useEffect(() => {
    if (!isToBeRung) ringNoLonger(inPage.phone)
  }, [isToBeRung, inPage.phone])
  const isRinging = isUnanswered(ring)
  useEffect(() => {
    if (!isRinging) return
    const asking = setInterval(() => void lease.beat(), askedWhileRingingMs)
    return () => clearInterval(asking)
  }, [isRinging, lease])
  const { sent } = answers.box
  const [sentBefore] = useState(sent)
  useEffect(() => {
    if (sent !== sentBefore) lease.takeUpAgain()
  }, [lease, sent, sentBefore])
  const release = useMutation({
    // A second try, where the answer to the first was lost, finds it put back.
    mutationFn: () =>
      releaseCall(who, claimed.id).catch((error: unknown) => {
        if (!isLost(error)) throw error
      }),
    onSuccess: () => onFinish({ how: 'put_back' }),
  })
  const [wasOnTheLine] = useState(answers.isBegun)
  useLeavingWarning(isTyping)

  if (!isOnlyTab) return <OpenElsewhere name={claimed.person.name} />
  const phoneBar = inPage.phone && ring && <PhoneBar phone={inPage.phone} ring={ring} />
  const leave = () => onChange(null)
  const serious = answers.isBegun && <Serious call={claimed} answers={answers} onOpen={() => setTakingDown(true)} />
  // What was taken down so far stays where it is, also when the call is lost meanwhile.
  const takeDown = (isLost: boolean) => (
    <TakeDown
      key="take down"
      call={claimed}
      book={book}
      answers={answers}
      isOpen={isTakingDown}
      isLost={isLost}
      onClose={() => setTakingDown(false)}
    />
  )
  // What is said of a call that was put back is still taken; and of one that is somebody else's, what was refused.
  if (over && (answers.box.lost || (answers.isBegun && !isPutBack(over))))
    return (
      <>
        {/* The person may still be on the line. */}
        {phoneBar}
        <LostCall call={claimed} answers={answers} problem={over} serious={serious} onLeave={leave} />
        {takeDown(true)}
      </>
    )
  const isAnyGoing = goingOf(answers.box).length > 0
  const call = { ...claimed, isOnTheLine: answers.isBegun }
  const line = answers.numberOnTheLine
  // A page that is loaded again has a sheet without a number that went before.
  const isStillRung = (id: string) => mayStillBeRung(held, id) && claimed.numbers.some(number => number.id === id)
  const rung = ({ outcome, note }: Attempt): CallBack => ({
    ...call,
    attemptsMade: call.attemptsMade + 1,
    lastAttempt: { at: businessNowOf(me).toISOString(), outcome, note: note ?? null },
  })
  const begin = (attempt: Attempt) => void book.begin(attempt).then(() => onChange(rung(attempt)))
  const recorded = (attempt: Attempt, result: AttemptResult) => {
    const outcome = call.outcomes.find(each => each.name === attempt.outcome)
    if (outcome && (result.ended || ['retry', 'final', 'appointment'].includes(result.next)))
      onFinish({ how: 'attempt', outcome, result })
    else onChange({ ...rung(attempt), numbers: afterRing(call.numbers, attempt.numberId, result.next) })
  }
  return (
    <>
      <CallStatus
        startedAt={call.isOnTheLine ? (call.lastAttempt?.at ?? null) : null}
        answers={answers}
        isTyping={isTyping}
        onRetry={() => books.retry()}
      />
      <ShiftBar hasLine={!(answers.box.fault && isAnyGoing)} />
      {phoneBar}
      <div className={styles.columns}>
        <aside className={styles.side} aria-label="The person and the incident">
          <NotToBeRung
            over={held.over}
            unsafe={held.unsafe}
            begun={answers.isBegun}
            isNumberGone={line !== null && !isStillRung(line)}
            number={claimed.numbers.find(({ id }) => id === line)?.number ?? null}
            isAnyGoing={isAnyGoing}
            onLeave={leave}
          />
          <NotTaken call={call} book={book} answers={answers} />
          <PersonPanel
            call={call}
            numbers={held.unsafe === null ? call.numbers.filter(({ id }) => mayStillBeRung(held, id)) : []}
            isToBeRung={held.unsafe === null && held.over === null}
            timeZone={timeZone}
          />
          {serious}
          {!call.isOnTheLine && !held.over && <PutBack release={release} isDisabled={isAnyGoing} />}
        </aside>
        {call.isOnTheLine ? (
          <Interview
            slug={slug}
            call={call}
            book={book}
            answers={answers}
            isNext={isNext || !wasOnTheLine}
            onTyping={setTyping}
            onFinish={onFinish}
          />
        ) : (
          <Dialling
            call={call}
            book={book}
            inPage={inPage}
            lease={lease}
            held={held}
            timeZone={timeZone}
            now={businessNowOf(me)}
            isNext={isNext}
            isLeaving={release.isPending}
            onBegin={begin}
            onRecorded={recorded}
          />
        )}
        <aside className={styles.side} aria-label="Answers so far">
          <AnswersPanel call={call} answers={answers} />
        </aside>
      </div>
      {takeDown(false)}
    </>
  )
}

/** Words that were typed a moment ago are not kept yet. */
function useLeavingWarning(isTyping: boolean): void {
  useEffect(() => {
    if (!isTyping) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isTyping])
}

function OpenElsewhere({ name }: { readonly name: string }) {
  return (
    <div className="page reading">
      <section className="card stack">
        <h1>This call is open in another tab</h1>
        <p>
          Go on with {name} there. When that tab is closed the call comes up here, with everything that was said in it.
        </p>
      </section>
    </div>
  )
}

interface PutBackProps {
  readonly release: UseMutationResult<unknown, Error, void>
  /** What happened is on its way, and would find the call put back. */
  readonly isDisabled: boolean
}

function PutBack({ release, isDisabled }: PutBackProps) {
  return (
    <div className={styles.putBack}>
      <Button
        variant="default"
        fullWidth
        disabled={isDisabled}
        loading={release.isPending}
        onClick={() => release.mutate()}
      >
        Put the call back
      </Button>
      <p className="small second">If you can't ring now. No attempt is counted.</p>
      {release.error && (
        <p className="notice bad" role="alert">
          {release.error.message}
        </p>
      )}
    </div>
  )
}
