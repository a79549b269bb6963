import { Button } from '@mantine/core'
import type { RefObject } from 'react'
import type { Answers } from './answers/answer-book.ts'
import type { CallBack } from './api.ts'
import { KeyFor } from './keys/KeyFor.tsx'
import type { Press, PressAct } from './keys/press-gate.ts'
import { clickOf, useKeys } from './keys/use-keys.ts'
import { type LeaveName, lacks, leaveToAsk, nextLeave } from './routing.ts'
import { InEnglish, Words } from './Words.tsx'
import styles from './Workstation.module.css'

interface ClosingProps {
  readonly call: CallBack
  readonly answers: Answers
  readonly heading: RefObject<HTMLHeadingElement | null>
  readonly keysOn: boolean
  readonly onAllow: (leave: LeaveName, value: boolean) => PressAct
  readonly onOn: PressAct
  readonly onEnd: PressAct
}

/** After the questions: leave to be named and to be rung again, thanks, and the end. */
export function Closing({ call, answers: { leave }, heading, keysOn, onAllow, onOn, onEnd }: ClosingProps) {
  const asked = leaveToAsk(call)
  const next = asked.find(({ name }) => name === nextLeave(leave))
  const answer = (value: boolean) => (press: Press) => next && onAllow(next.name, value)(press)
  useKeys({ yes: answer(true), no: answer(false), on: onOn }, keysOn)
  return (
    <>
      <p className="region">Before you finish</p>
      <h1 ref={heading} tabIndex={-1} className={styles.ask} lang={next?.language}>
        {next ? `“${next.words}”` : 'That is everything.'}
      </h1>
      {next?.isEnglish && <InEnglish />}
      {asked.map(({ name, words, language }) => (
        <fieldset key={name} className={styles.leave}>
          <legend lang={language}>{words}</legend>
          {([true, false] as const).map(value => (
            <button
              key={String(value)}
              type="button"
              className={styles.reason}
              data-answer
              aria-pressed={leave[name] === value}
              onClick={event => onAllow(name, value)(clickOf(event))}
            >
              {value ? 'Yes' : 'No'} {next?.name === name && <KeyFor action={value ? 'yes' : 'no'} />}
            </button>
          ))}
        </fieldset>
      ))}
      {call.texts.closing && (
        <Words
          title="Say at the end"
          text={call.texts.closing}
          language={call.language}
          isEnglish={lacks(call, 'call-closing')}
        />
      )}
      <Button size="md" className={styles.start} onClick={event => onEnd(clickOf(event))}>
        End the call&nbsp; <KeyFor action="end" />
      </Button>
    </>
  )
}
