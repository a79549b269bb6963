import { Button } from '@mantine/core'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { wordsOf } from '../ui/format.ts'
import { KeyCap } from '../ui/KeyCap.tsx'
import type { ExclusionRule } from './api.ts'
import styles from './Selection.module.css'
import { ruleWords } from './words.ts'

interface RuleListProps {
  readonly rules: readonly ExclusionRule[]
  readonly needed: readonly string[]
  readonly unitName: (id: string) => string
  /** Without it the rules are only read. */
  readonly onChange?: ((rules: ExclusionRule[]) => void) | undefined
}

/** Moved by its two buttons, or by the arrow keys with Alt from any control of the rule. */
export function RuleList({ rules, needed, unitName, onChange }: RuleListProps) {
  const list = useRef<HTMLOListElement>(null)
  const [moved, setMoved] = useState<{ readonly reason: string; readonly said: string } | null>(null)
  useEffect(() => {
    if (moved) list.current?.querySelector<HTMLElement>(`[data-reason="${moved.reason}"] button:enabled`)?.focus()
  }, [moved])
  const move = (at: number, by: -1 | 1) => {
    const rule = rules[at]
    const to = at + by
    if (!onChange || !rule || to < 0 || to >= rules.length) return
    const rest = rules.filter((_, other) => other !== at)
    onChange([...rest.slice(0, to), rule, ...rest.slice(to)])
    setMoved({ reason: rule.reason, said: `${wordsOf(rule.reason)} is now rule ${to + 1} of ${rules.length}` })
  }
  const onKeyDown = (event: KeyboardEvent, at: number) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    move(at, event.key === 'ArrowUp' ? -1 : 1)
  }
  return (
    <>
      {onChange && (
        <p className={`small second ${styles.keys}`}>
          To move a rule: its arrows, or <KeyCap>Alt</KeyCap> <KeyCap>↑</KeyCap> <KeyCap>↓</KeyCap>
          <span className="visually-hidden">Alt and an arrow key</span>
        </p>
      )}
      <ol ref={list} className={styles.rules}>
        {rules.map((rule, at) => (
          <li
            key={rule.reason}
            data-reason={rule.reason}
            className={styles.rule}
            onKeyDown={event => onKeyDown(event, at)}
          >
            <span className={`second ${styles.place}`}>{at + 1}</span>
            <div className={styles.words}>
              <strong>{wordsOf(rule.reason)}</strong>
              <p className="small second">{ruleWords(rule, unitName)}</p>
            </div>
            {onChange && (
              <div className={styles.moves}>
                <Button
                  variant="default"
                  size="compact-sm"
                  aria-label={`Move ${wordsOf(rule.reason)} up`}
                  disabled={at === 0}
                  onClick={() => move(at, -1)}
                >
                  ↑
                </Button>
                <Button
                  variant="default"
                  size="compact-sm"
                  aria-label={`Move ${wordsOf(rule.reason)} down`}
                  disabled={at === rules.length - 1}
                  onClick={() => move(at, 1)}
                >
                  ↓
                </Button>
                {needed.includes(rule.rule) ? (
                  <span className={`small second ${styles.always}`}>always asked</span>
                ) : (
                  <Button
                    variant="default"
                    size="compact-sm"
                    className={styles.always}
                    aria-label={`Remove ${wordsOf(rule.reason)}`}
                    onClick={() => onChange(rules.filter(other => other !== rule))}
                  >
                    Remove
                  </Button>
                )}
              </div>
            )}
          </li>
        ))}
      </ol>
      <p className="visually-hidden" role="status">
        {moved?.said}
      </p>
    </>
  )
}
