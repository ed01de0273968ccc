package org.stufo.ui

import android.Manifest
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.stufo.core.backup
import org.stufo.core.model.Contact
import org.stufo.harness.FakeContacts
import org.stufo.harness.FreshCore
import org.stufo.harness.StufoRunner
import org.stufo.ui.screen.Tab
import org.stufo.words.ContactNames

/** Who was that: names of contacts, looked up when their calls are shown, and nowhere else. */
@RunWith(StufoRunner::class)
@Config(sdk = [35], qualifiers = "en-w411dp-h891dp-xhdpi")
class ContactNamesTest {
    @get:Rule
    val fresh = FreshCore()

    private val walk by lazy { Walk(fresh.context) }

    @Before
    fun stopClock() {
        Sample.stopClock()
        ContactNames.forget()
    }

    @After
    fun forget() = ContactNames.forget()

    private fun contacts() = FakeContacts.granted(fresh.context).also { it.names["+393471234567"] = "Anna Bianchi" }

    @Test
    fun aContactIsShownByNameWhereverItsCallsAreAndNothingIsKept() {
        val contacts = contacts()
        fresh.core.receive("+39 347 1234567", Sample.moment(0, 12, 0), Contact.FOUND)
        fresh.core.receive("02 8888 1234", Sample.moment(0, 13, 0))
        walk.welcomed().holdRole().open()
        assertTrue("first screen", walk.says("Anna Bianchi"))
        walk.tab(Tab.HISTORY)
        assertTrue("history", walk.says("Anna Bianchi"))
        assertTrue("others by number", walk.says("02 8888 1234"))
        walk.tap("Anna Bianchi")
        assertTrue("the call", walk.says("Anna Bianchi"))
        assertTrue("with the number", walk.says("347 123 4567"))
        assertEquals("each number once", contacts.asked.size, contacts.asked.distinct().size)
        assertFalse("nothing is kept", "Anna" in fresh.core.backup())
        contacts.names.clear()
        walk.pauseAndResume()
        assertFalse("as the address book says now", walk.says("Anna Bianchi"))
    }

    @Test
    fun aNameFindsItsCallsAndLastDigitsDoToo() {
        contacts()
        fresh.core.receive("+39 347 1234567", Sample.moment(0, 12, 0), Contact.FOUND)
        fresh.core.receive("02 8888 1234", Sample.moment(0, 13, 0))
        walk.welcomed().holdRole().open().tab(Tab.HISTORY).search("Anna")
        assertTrue(walk.says("Anna Bianchi"))
        assertFalse(walk.says("02 8888 1234"))
        walk.search("4567")
        assertTrue(walk.says("Anna Bianchi"))
        walk.search("Bruno")
        assertTrue(walk.says("Nothing found"))
    }

    @Test
    fun withoutThePermissionOrAnAnswerTheNumberIsShown() {
        val contacts = contacts()
        contacts.fault = IllegalStateException("the address book is broken")
        fresh.core.receive("+39 347 1234567", Sample.moment(0, 12, 0), Contact.FOUND)
        walk.welcomed().holdRole().open().tab(Tab.HISTORY)
        assertTrue(walk.says("347 123 4567"))
        contacts.fault = null
        shadowOf(fresh.context).denyPermissions(Manifest.permission.READ_CONTACTS)
        contacts.asked.clear()
        walk.tab(Tab.HISTORY)
        assertTrue(walk.says("347 123 4567"))
        assertEquals("not even asked", emptyList<String>(), contacts.asked)
    }
}
