/** A letter or a complaint on its way out: on paper, as PDF. */
package org.stufo.ui.objection.complaint

import org.stufo.core.model.Complaint
import org.stufo.core.model.Paragraph
import org.stufo.core.model.ParagraphKind
import org.stufo.ui.paper.Document
import org.stufo.ui.paper.Grid
import org.stufo.ui.paper.print
import org.stufo.ui.screen.Host
import org.stufo.words.Text
import org.stufo.words.of

internal fun Host.printText(title: Text, words: String) = print(context, Document(title.of(context), words))

/** One sheet for the archive, for certified mail, for a formal complaint: what is common once, then the calls as a table. */
internal fun Host.printComplaint(title: Text, complaint: Complaint) = print(context, complaintDocument(title.of(context), complaint))

internal fun complaintDocument(name: String, complaint: Complaint): Document {
    val (before, rest) = complaint.paragraphs.partition { it.kind in BEFORE_CALLS }
    val after = rest.filterNot { it.kind in IN_TABLE }
    return Document(name, joined(before), Grid(complaint.table.columns, complaint.table.rows.map { it.cells }), joined(after), complaint.title)
}

/** The lines of a form and the facts stand together, others apart. */
private fun joined(paragraphs: List<Paragraph>): String = buildString {
    var last: ParagraphKind? = null
    for (paragraph in paragraphs) {
        if (last != null) append(if (last == paragraph.kind && last in TOGETHER) "\n" else "\n\n")
        append(paragraph.text)
        last = paragraph.kind
    }
}

private val BEFORE_CALLS = setOf(
    ParagraphKind.OPENING,
    ParagraphKind.FIELD,
    ParagraphKind.REGISTER,
    ParagraphKind.OBJECTION,
    ParagraphKind.FACT,
    ParagraphKind.CALLS,
)
private val IN_TABLE = setOf(ParagraphKind.CALL, ParagraphKind.OUTCOME, ParagraphKind.NOTE)
private val TOGETHER = setOf(ParagraphKind.FIELD, ParagraphKind.FACT, ParagraphKind.OBJECTION, ParagraphKind.REGISTER, ParagraphKind.STATEMENT)
