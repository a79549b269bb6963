import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ErrorState, Loading } from '../ui/States.tsx'
import { AddRule } from './AddRule.tsx'
import { type SelectionShape, selectionQuery, unitsQuery, type WantedSelection } from './api.ts'
import { changesBetween } from './changes.ts'
import { Preview } from './Preview.tsx'
import { RuleList } from './RuleList.tsx'
import { SampleForm } from './SampleForm.tsx'
import { SaveChange } from './SaveChange.tsx'
import styles from './Selection.module.css'

export function Rules({ slug, mayEdit }: { readonly slug: string; readonly mayEdit: boolean }) {
  const inForce = useQuery(selectionQuery(slug))
  const units = useQuery(unitsQuery(slug))
  const fault = inForce.error ?? units.error
  if (fault) return <ErrorState error={fault} onRetry={() => void Promise.all([inForce.refetch(), units.refetch()])} />
  if (!inForce.data || !units.data) return <Loading what="the rules" lines={8} />
  return <Editor key={inForce.data.revision} slug={slug} inForce={inForce.data} units={units.data} mayEdit={mayEdit} />
}

interface EditorProps {
  readonly slug: string
  readonly inForce: SelectionShape
  readonly units: readonly { readonly id: string; readonly name: string }[]
  readonly mayEdit: boolean
}

/** What is edited is a draft: nothing changes for anybody before it is put in force with a reason. */
function Editor({ slug, inForce, units, mayEdit }: EditorProps) {
  const [draft, setDraft] = useState<WantedSelection>(inForce.selection)
  const unitName = (id: string) => units.find(unit => unit.id === id)?.name ?? 'a unit that has gone'
  const setRules = (rules: WantedSelection['rules']) => setDraft({ ...draft, rules })
  return (
    <div className={styles.two}>
      <div className="stack">
        <section className="card stack" aria-labelledby="rules-title">
          <h2 id="rules-title">Rules, in the order they are asked</h2>
          <p className="small second">
            The first rule that holds keeps a person from being rung, and gives the reason. Each is asked when services
            are chosen, and again before every call.
          </p>
          <RuleList
            rules={draft.rules}
            needed={inForce.neededRules}
            unitName={unitName}
            onChange={mayEdit ? setRules : undefined}
          />
          {mayEdit && <AddRule draft={draft} known={inForce.known} units={units} onAdd={setRules} />}
        </section>
        <SampleForm draft={draft} onChange={mayEdit ? setDraft : undefined} />
      </div>
      <div className={`stack ${styles.beside}`}>
        {mayEdit && (
          <SaveChange slug={slug} inForce={inForce} draft={draft} onReset={() => setDraft(inForce.selection)} />
        )}
        <Preview slug={slug} draft={draft} isChanged={changesBetween(inForce.selection, draft).length > 0} />
      </div>
    </div>
  )
}
