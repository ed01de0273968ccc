package org.stufo.ui

import android.content.pm.ActivityInfo
import android.content.pm.ApplicationInfo
import android.os.Build
import android.util.Pair
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.stufo.harness.FreshCore
import org.stufo.harness.StufoRunner
import org.stufo.ui.screen.Tab
import org.stufo.ui.settings.SettingsScreen
import java.io.File

/** What an Android 16 phone expects of an app that targets it: no opt-out of edge to edge, back by callback, any window size. */
@RunWith(StufoRunner::class)
@Config(sdk = [35, 36], qualifiers = "en-w411dp-h891dp-mdpi")
class Android16Test {
    @get:Rule
    val fresh = FreshCore()

    private val walk by lazy { Walk(fresh.context).welcomed().holdRole().open() }

    private fun attribute(name: Int): Boolean {
        val values = walk.activity.theme.obtainStyledAttributes(intArrayOf(name))
        return try {
            values.getBoolean(0, false)
        } finally {
            values.recycle()
        }
    }

    @Test
    fun theAppTargetsAndroid16() {
        assertEquals(36, fresh.context.applicationInfo.targetSdkVersion)
        assertTrue(Build.VERSION.SDK_INT >= 35)
    }

    /** The system draws the bars over the window: the opt-out of Android 15 is ignored on 16 and must not be relied on. */
    @Test
    fun theWindowGoesFromEdgeToEdge() = assertFalse(attribute(android.R.attr.windowOptOutEdgeToEdgeEnforcement))

    /** A screen of 600 dp and more ignores orientation and size that an app asks for: Stufo asks for none. */
    @Test
    fun theWindowTakesAnySize() {
        val main = fresh.context.packageManager.getActivityInfo(walk.activity.componentName, 0)
        assertEquals(ActivityInfo.SCREEN_ORIENTATION_UNSPECIFIED, main.screenOrientation)
    }

    /**
     * Android 16 calls no `onBackPressed`: back is a callback that is registered while there is a screen to go back to, and none
     * on the first screen, so that the system shows the home screen behind it.
     */
    @Test
    fun backIsACallbackWhileThereIsAScreenToGoBackTo() {
        switchCallbacksOn()
        assertFalse("home leaves to the system", backIsCaught())
        walk.go(SettingsScreen())
        assertTrue("a screen above home", backIsCaught())
        walk.back()
        assertFalse("home again", backIsCaught())
        walk.tab(Tab.RULES)
        assertTrue("another tab goes back to home", backIsCaught())
    }

    /** The manifest's flag, for Android 13 to 15: without it their back gesture calls no callback. */
    @Test
    fun callbacksOfBackAreSwitchedOn() {
        val manifest = File(System.getProperty("stufo.basedir")!!, "src/main/AndroidManifest.xml").readText()
        assertTrue("android:enableOnBackInvokedCallback=\"true\"" in manifest)
    }

    /** Robolectric's reader of manifests leaves the flag out; a phone's does not. */
    private fun switchCallbacksOn() {
        val known = shadowOf(fresh.context.packageManager).getInternalMutablePackageInfo(fresh.context.packageName).applicationInfo!!
        for (info in listOf(known, fresh.context.applicationInfo)) {
            ApplicationInfo::class.java.getMethod("setEnableOnBackInvokedCallback", Boolean::class.java).invoke(info, true)
        }
    }

    private fun backIsCaught() = callbacks(walk.activity.onBackInvokedDispatcher).any { it.javaClass.name.startsWith("org.stufo.") }

    /** What is registered: the framework keeps it in fields of its own, a list until the window is attached and a map from then. */
    private fun callbacks(dispatcher: Any): List<Any> = generateSequence<Class<*>>(dispatcher.javaClass) { it.superclass }
        .flatMap { it.declaredFields.asSequence() }
        .filter { it.name in setOf("mCallbacks", "mAllCallbacks", "mActualDispatcher") }
        .onEach { it.isAccessible = true }
        .flatMap { field ->
            when (val value = field.get(dispatcher)) {
                null -> emptyList()
                is Map<*, *> -> value.keys.filterNotNull()
                is List<*> -> value.mapNotNull { (it as? Pair<*, *>)?.first }
                else -> callbacks(value)
            }
        }.toList()
}
