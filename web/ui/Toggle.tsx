import { Button, type ButtonProps, type ElementProps } from '@mantine/core'
import styles from './Toggle.module.css'

interface ToggleProps extends ButtonProps, ElementProps<'button', keyof ButtonProps> {
  readonly isOn: boolean
  /** Takes no press for now; it keeps the focus, which a disabled control would lose. */
  readonly isHeld?: boolean
  readonly onClick: () => void
}

/** Its name is the same on and off, since a reader of the screen adds “pressed”; to the eye it has a tick while on. */
export function Toggle({ isOn, isHeld = false, className, onClick, children, ...button }: ToggleProps) {
  return (
    <Button
      {...button}
      variant="default"
      className={`${styles.toggle} ${className ?? ''}`}
      aria-pressed={isOn}
      aria-disabled={isHeld}
      data-disabled={isHeld || undefined}
      onClick={isHeld ? undefined : onClick}
    >
      {isOn && (
        <span aria-hidden="true" className={styles.tick}>
          ✓
        </span>
      )}
      {children}
    </Button>
  )
}
