package org.stufo.architecture

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.stufo.harness.Project
import org.stufo.harness.android
import org.stufo.harness.elements
import org.w3c.dom.Element

/** What Telecom, the launcher and the shop read before any code runs. */
class ManifestTest {
    private val manifest = Project.xml("src/main/AndroidManifest.xml").documentElement

    private fun all(tag: String) = manifest.getElementsByTagName(tag).elements()

    private fun Element.actions() = getElementsByTagName("action").elements().map { it.android("name") }

    @Test
    fun exactlyOneServiceScreens() {
        val services = all("service").filter { "android.telecom.CallScreeningService" in it.actions() }
        val service = services.single()
        assertEquals("org.stufo.screening.ScreeningService", service.android("name"))
        assertEquals("android.permission.BIND_SCREENING_SERVICE", service.android("permission"))
        assertEquals("true", service.android("exported"))
        assertEquals("true", service.android("directBootAware"))
    }

    @Test
    fun permissionsAreThoseOfTheGoldenFile() {
        // cargo xtask apk compares the whole file with the finished package.
        val golden = Project.file("permissions.txt").readLines().filter { it.startsWith("uses-permission:") }
        assertEquals(golden, all("uses-permission").map { "uses-permission: name='${it.android("name")}'" }.sorted())
    }

    @Test
    fun everyComponentSaysWhetherItIsExportedAndExistsAsAClass() {
        val components = listOf("activity", "service", "receiver", "provider").flatMap(::all)
        assertTrue(components.size >= 8)
        for (component in components) {
            val name = component.android("name")
            assertTrue(name, component.android("exported") in setOf("true", "false"))
            assertTrue(name, Project.file("src/main/kotlin/${name.replace('.', '/')}.kt").isFile)
        }
    }

    @Test
    fun whatOthersMayStartIsGuardedByASystemPermissionOrIsTheScreen() {
        val open = listOf("activity", "service", "receiver", "provider").flatMap(::all)
            .filter { it.android("exported") == "true" && !it.android("permission").startsWith("android.permission.BIND_") }
        assertEquals(listOf("org.stufo.ui.MainActivity"), open.map { it.android("name") })
    }

    @Test
    fun sharedFilesAreReadByNobodyWithoutARightToThatFile() {
        val provider = all("provider").single()
        assertEquals("false" to "true", provider.android("exported") to provider.android("grantUriPermissions"))
    }

    @Test
    fun nothingLeavesThePhoneByItself() {
        val application = all("application").single()
        assertEquals("false", application.android("allowBackup"))
        assertEquals("false", application.android("usesCleartextTraffic"))
        assertFalse(application.hasAttribute("android:debuggable"))
        val rules = Project.xml("src/main/res/xml/data_extraction_rules.xml").documentElement
        // Every domain that Android knows: it walks each by itself, and leaving out one leaves out no other.
        val domains = setOf("file", "database", "sharedpref", "root").flatMap { listOf(it, "device_$it") }.toSet() + "external"
        assertEquals(9, domains.size)
        for (part in listOf("cloud-backup", "device-transfer")) {
            val rule = rules.getElementsByTagName(part).elements().single()
            val excluded = rule.getElementsByTagName("exclude").elements()
            assertEquals(domains, excluded.map { it.getAttribute("domain") }.toSet())
            // A path would leave out that path alone, and an include everything but itself.
            assertTrue(excluded.none { it.hasAttribute("path") })
            assertEquals(0, rule.getElementsByTagName("include").length)
        }
    }

    @Test
    fun noOtherAppCanPutItsWindowIntoTheAppsTask() {
        assertEquals("", all("application").single().getAttribute("android:taskAffinity"))
        assertTrue(all("application").single().hasAttribute("android:taskAffinity"))
    }

    @Test
    fun theLevelsAreThoseOfTheBuild() {
        val pom = Project.file("pom.xml").readText()
        val levels = all("uses-sdk").single()
        assertTrue("<app.min.sdk>${levels.android("minSdkVersion")}</app.min.sdk>" in pom)
        assertTrue("<app.target.sdk>${levels.android("targetSdkVersion")}</app.target.sdk>" in pom)
    }
}
