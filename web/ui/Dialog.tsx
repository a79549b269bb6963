import { Modal } from '@mantine/core'
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react'
import styles from './Dialog.module.css'

interface DialogProps {
  readonly title: string
  readonly isOpen: boolean
  /** `null`: only an answer closes it. */
  readonly onClose: (() => void) | null
  /** Where the × leads, in words. */
  readonly closeLabel?: string
  readonly closeOnEscape?: boolean
  /** Not where a press beside it would lose what was entered. */
  readonly closeOnClickOutside?: boolean
  readonly size?: 'md' | 'lg'
  /** Nothing of the page can be read behind it, nor any other dialogue be above it. */
  readonly isScreen?: boolean
  /** Before any of its controls, or what lies around it, has the key or the click. */
  readonly onPressCapture?: (event: KeyboardEvent | MouseEvent) => void
  readonly children: ReactNode
}

/** Over the page, until it is answered or closed. */
export function Dialog({
  title,
  isOpen,
  onClose,
  closeLabel = 'Close',
  closeOnEscape = true,
  closeOnClickOutside = true,
  size = 'md',
  isScreen = false,
  onPressCapture,
  children,
}: DialogProps) {
  const canClose = onClose !== null
  return (
    <Modal.Root
      opened={isOpen}
      onClose={onClose ?? (() => undefined)}
      closeOnEscape={canClose && closeOnEscape}
      closeOnClickOutside={canClose && closeOnClickOutside}
      size={size}
      zIndex={isScreen ? 400 : 200}
      onKeyDownCapture={onPressCapture}
      onClickCapture={onPressCapture}
    >
      <Modal.Overlay {...(isScreen ? { color: 'var(--rb-wash)', backgroundOpacity: 1 } : {})} />
      <Modal.Content>
        {/* Modal.Header would be a second banner of the page. */}
        <div className={styles.head}>
          <Modal.Title className={styles.title}>{title}</Modal.Title>
          {canClose && <Modal.CloseButton aria-label={closeLabel} />}
        </div>
        <Modal.Body className="stack">{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
