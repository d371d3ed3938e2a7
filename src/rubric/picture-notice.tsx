/** Says which pages a language model read from their pictures, so that somebody checks them. */
export function PictureNotice({ pages }: { pages: readonly number[] }) {
  if (pages.length === 0) return null
  const which = new Intl.ListFormat('en').format(pages.map(String))
  return (
    <p className="notice" role="note">
      {pages.length === 1 ? `Page ${which} is a picture` : `Pages ${which} are pictures`} of text. A language
      model read {pages.length === 1 ? 'it' : 'them'}: check every number and text against the document.
    </p>
  )
}
