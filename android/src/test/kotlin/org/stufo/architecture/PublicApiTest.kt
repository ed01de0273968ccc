package org.stufo.architecture

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.stufo.harness.Project
import java.io.File

/**
 * The app is compiled against the framework's implementation, where hidden members and those of newer levels compile
 * as well as any. What runs on a phone of API 29 is held here; that each member is public is looked up when
 * `android-api.txt` grows: see docs/adr/0003.
 */
class PublicApiTest {
    private val used = frameworkUse(Project.file("target/classes"), Project.file("src/main/kotlin"))

    /** Classes that say by their name from which level on they may be entered. */
    private fun isGuarded(user: String) = user.substringAfterLast('/').let { it.startsWith("Api3") && it[4].isDigit() }

    @Test
    fun everythingExistsOnTheOldestPhoneOrIsKeptApart() {
        assertTrue("only ${used.size} members were looked at", used.size >= 100)
        Framework(File(System.getProperty("stufo.oldest.framework"))).use { oldest ->
            val missing = used.filterKeys { !oldest.has(it) }
                .mapValues { (_, users) -> users.filterNot(::isGuarded) }
                .filterValues { it.isNotEmpty() }
            assertEquals(emptyMap<Member, List<String>>(), missing)
        }
    }

    @Test
    fun theOldestPhoneLacksWhatNewerOnesHave() {
        Framework(File(System.getProperty("stufo.oldest.framework"))).use { oldest ->
            val newer = Member("android/telecom/Call\$Details", "getCallerNumberVerificationStatus", "()I")
            assertFalse(oldest.has(newer))
            assertTrue(newer in used)
            assertTrue(oldest.has(Member("android/app/Activity", "getString", "(I)Ljava/lang/String;")))
            assertFalse(oldest.has(Member("android/app/Activity", "getString", "(J)Ljava/lang/String;")))
        }
    }

    @Test
    fun everyMemberIsOneThatWasLookedUp() {
        val golden = Project.file("android-api.txt")
        val now = used.keys.map(Member::toString).sorted()
        if (System.getProperty("stufo.update") == "api") golden.writeText(now.joinToString("\n", postfix = "\n"))
        val known = golden.readLines().filter(String::isNotBlank).toSet()
        val unknown = now.filterNot { it in known }
        assertEquals(
            "look each up in the public reference, then: mvn -f android/pom.xml test -Dtest=PublicApiTest -Dstufo.update=api",
            emptyList<String>(),
            unknown,
        )
    }
}
