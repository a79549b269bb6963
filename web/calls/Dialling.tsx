import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import { formatCounted } from '../ui/format.ts'
import type { AnswerBook } from './answers/answer-book.ts'
import type { OutboxState } from './answers/outbox-state.ts'
import { refusalWords, whyKept } from './answers/words.ts'
import type { Attempt, AttemptResult, CallBack } from './api.ts'
import { HowToDial } from './dialling/HowToDial.tsx'
import { leastRingSeconds, rangFor, secondsRung } from './dialling/phone.ts'
import type { InPage } from './dialling/use-phone.ts'
import { KeyFor } from './keys/KeyFor.tsx'
import { KeyLine } from './keys/KeyLine.tsx'
import { useKeys } from './keys/use-keys.ts'
import { isPutBack, type Lease, type LeaseView, mayStillBeRung } from './lease.ts'
import { OutcomeForm } from './OutcomeForm.tsx'
import { firstToRing, lacks, nextToRing, outcomesAt } from './routing.ts'
import { useFocusOnChange } from './use-focus-on-change.ts'
import { Words } from './Words.tsx'
import styles from './Workstation.module.css'

interface DiallingProps {
  readonly call: CallBack
  readonly book: AnswerBook
  readonly inPage: InPage
  readonly lease: Lease
  readonly held: LeaseView
  readonly timeZone: string
  readonly now: Date
  /** It took the place of something else on the page. */
  readonly isNext: boolean
  /** It is being put back. */
  readonly isLeaving: boolean
  readonly onBegin: (attempt: Attempt) => void
  readonly onRecorded: (attempt: Attempt, result: AttemptResult) => void
}

/** One ring of one number: the neutral opening, then what came of it. */
export function Dialling(props: DiallingProps) {
  const { call, book, inPage, lease, held, timeZone, now, isNext, isLeaving, onBegin, onRecorded } = props
  const [numberId, setNumberId] = useState(() => firstToRing(call.numbers))
  // One id per ring: a second click or a repeat after a fault never makes a second attempt.
  const [attemptId, setAttemptId] = useState(() => newId())
  const record = useMutation({
    mutationFn: (attempt: Attempt) => book.record(attempt),
    onSuccess: (result, attempt) => {
      setAttemptId(newId())
      setTooShort(null)
      if (result.next === 'next_number') {
        setNumberId(nextToRing(stillRung, attempt.numberId))
        void lease.askAnew()
      }
      onRecorded(attempt, result)
    },
  })
  /** For how long it rang, where that was too short for “No answer”, once that is said. */
  const [tooShort, setTooShort] = useState<number | null>(null)
  const heading = useFocusOnChange(attemptId, isNext)
  const stillRung = call.numbers.filter(({ id }) => mayStillBeRung(held, id))
  // One that went while it was chosen may have been rung already.
  const numbers = call.numbers.filter(number => number.id === numberId || stillRung.includes(number))
  const number = numbers.find(({ id }) => id === numberId)
  const isNumberGone = number !== undefined && !stillRung.includes(number)
  const isNoMore = held.unsafe !== null || held.over !== null
  const mayRing = number !== undefined && !isNumberGone && !isNoMore
  // What happened in a call that was put back takes it up again. Of all else that went, only what keeps them from calls is taken.
  const isTaken = held.unsafe === null && (held.over === null || isPutBack(held.over))
  const outcomes = outcomesAt(number, isTaken && !isNumberGone ? call.outcomes : call.outcomes.filter(isForGood))
  const begin = outcomes.find(outcome => outcome.next === 'interview')
  const start = () => begin && onBegin({ attemptId, numberId, outcome: begin.name, ...rangFor(inPage.phone, numberId) })
  const isBusy = record.isPending || isLeaving
  useKeys({ start }, !isBusy && begin !== undefined)
  return (
    <section className={styles.middle} aria-labelledby="ring-title">
      <h1 id="ring-title" ref={heading} tabIndex={-1}>
        {isNoMore ? "Don't ring" : 'Ring'} {call.person.name}
      </h1>
      <Numbers
        legend={isNoMore ? 'Number you rang' : 'Number to ring'}
        numbers={numbers}
        chosen={numberId}
        onChoose={id => {
          setNumberId(id)
          setTooShort(null)
        }}
      />
      {isNumberGone && !isNoMore && <NumberGone number={number.number} hasOthers={stillRung.length > 0} />}
      {mayRing && !isBusy && (
        <HowToDial number={number} dialling={call.dialling} inPage={inPage} lease={lease} held={held} />
      )}
      {begin && <Opening call={call} />}
      {record.error && (
        <p className="notice bad" role="alert">
          Not recorded: {refusalWords(record.error)}
        </p>
      )}
      {record.isPending && <RecordKept box={book.read().box} />}
      {begin && (
        <Button size="md" className={styles.start} disabled={isBusy} onClick={start}>
          {call.person.name} is on the line and agrees: start&nbsp; <KeyFor action="start" />
        </Button>
      )}
      {mayRing && tooShort !== null && (
        <p className="notice" role="status">
          It rang for {formatCounted(tooShort, 'second')}. Let it ring for at least {leastRingSeconds}, or record “No
          answer” once more.
        </p>
      )}
      <OutcomeForm
        key={attemptId}
        title={mayRing ? 'Or what happened' : 'If you had rung already: what happened'}
        outcomes={outcomes}
        timeZone={timeZone}
        now={now}
        isBusy={isBusy}
        onRecord={what => {
          const seconds = secondsRung(inPage.view.ring, numberId, performance.now())
          const isTooShort = mayRing && what.outcome === 'no_answer' && seconds !== null && seconds < leastRingSeconds
          if (isTooShort && tooShort === null) return setTooShort(seconds)
          // What came of the ring is known, so it is over.
          inPage.phone?.hangUp()
          record.mutate({ attemptId, numberId, ...what, ...rangFor(inPage.phone, numberId) })
        }}
      />
      {mayRing && <KeyLine place="ringing" />}
    </section>
  )
}

function RecordKept({ box: { fault, unkept } }: { readonly box: OutboxState }) {
  if (!fault) return null
  const { why, until } = whyKept(fault)
  return (
    <p className="notice" role="status">
      <strong>{why}.</strong>{' '}
      {unkept.size > 0
        ? `What happened is in this page alone: leave it open. It is recorded ${until}.`
        : `What happened is kept here, and recorded ${until}.`}
    </p>
  )
}

const isForGood = (outcome: CallBack['outcomes'][number]): boolean => outcome.isForGood

/** Heard from the server while the call is in hand: the number was struck off, or became unsafe. Others may be rung. */
function NumberGone({ number, hasOthers }: { readonly number: string; readonly hasOthers: boolean }) {
  return (
    <p className="notice bad" role="alert">
      <strong>Don't ring {number}:</strong> since you took this call a record came in by which it is not to be rung. If
      you are on the line, end the call. If they have refused already, record that. If not,{' '}
      {hasOthers ? 'choose another number.' : 'put the call back.'}
    </p>
  )
}

function Opening({ call }: Pick<DiallingProps, 'call'>) {
  return (
    <>
      <Words
        title="Until you know it is the right person"
        text={call.texts.opening}
        language={call.language}
        isEnglish={lacks(call, 'call-opening')}
      />
      <Words
        title="When the person is on the line"
        text={call.texts.introduction}
        language={call.language}
        isEnglish={lacks(call, 'call-introduction')}
      />
    </>
  )
}

interface NumbersProps {
  readonly legend: string
  readonly numbers: CallBack['numbers']
  readonly chosen: string
  readonly onChoose: (id: string) => void
}

function Numbers({ legend, numbers, chosen, onChoose }: NumbersProps) {
  return (
    <fieldset className={styles.numbers}>
      <legend className="region">{legend}</legend>
      {numbers.map(number => (
        <label key={number.id} className={styles.choice}>
          <input
            type="radio"
            name="number"
            checked={number.id === chosen}
            onChange={() => onChoose(number.id)}
            value={number.id}
          />
          <span className={styles.ofNumber}>
            <span className={styles.bigNumber}>{number.number}</span>
            {number.wasInVain && <span className="small second">Rung in vain</span>}
            {!number.safe && <span className={`small ${styles.unsafe}`}>Leave no message</span>}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
