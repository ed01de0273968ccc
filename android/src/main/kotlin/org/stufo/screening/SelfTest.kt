package org.stufo.screening

import android.content.ComponentName
import android.content.Context
import android.content.Intent
import android.content.ServiceConnection
import android.os.IBinder
import android.telecom.CallScreeningService
import org.stufo.core.Address
import org.stufo.core.CoreAccess
import org.stufo.core.IncomingCall
import org.stufo.core.Log
import org.stufo.core.callOrNull
import org.stufo.core.deleteCall
import org.stufo.core.version
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

/** What came of a made-up call. */
enum class SelfTestResult { OK, NO_ROLE, NO_SERVICE, NO_LIBRARY, NO_STORE, TOO_LATE }

/** [millis]: from question to answer. */
data class SelfTestReport(val result: SelfTestResult, val millis: Long)

/**
 * A made-up call through what a real one passes: the service is bound by its intent, and its own parts judge and record the call
 * under the deadline. The record is deleted again. Call it off the main thread.
 */
object SelfTest {
    fun run(context: Context): SelfTestReport {
        if (!Role.isHeld(context)) return SelfTestReport(SelfTestResult.NO_ROLE, 0)
        val begin = System.nanoTime()
        val result = if (binds(context)) ring(context) else SelfTestResult.NO_SERVICE
        return SelfTestReport(result, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin))
    }

    private fun ring(context: Context): SelfTestResult {
        // What fails while a call waits lets the phone ring without a record: so nothing recorded is a failure, and its cause is sought.
        val call = IncomingCall(Address(null, null, HIDDEN), verification = 0, sim = 0, at = CoreAccess.now())
        val verdict = ScreeningService.makeScreening(context).answer { call }
        if (verdict.callId == 0L) return cause(context)
        return try {
            val core = CoreAccess.get(context)
            // With no room left a call is judged and not recorded.
            val isRecorded = core.callOrNull(verdict.callId) != null
            core.deleteCall(verdict.callId)
            if (isRecorded) SelfTestResult.OK else SelfTestResult.NO_STORE
        } catch (fault: Throwable) {
            Log.warn("the made-up call could not be deleted", fault)
            SelfTestResult.NO_STORE
        }
    }

    private fun cause(context: Context): SelfTestResult = try {
        CoreAccess.get(context).version()
        SelfTestResult.TOO_LATE
    } catch (fault: LinkageError) {
        Log.warn("the library is missing", fault)
        SelfTestResult.NO_LIBRARY
    } catch (fault: Throwable) {
        Log.warn("the store cannot be used", fault)
        SelfTestResult.NO_STORE
    }

    /** Whether the phone starts the service that Telecom binds. */
    private fun binds(context: Context): Boolean {
        val bound = CountDownLatch(1)
        val connection = object : ServiceConnection {
            override fun onServiceConnected(name: ComponentName?, service: IBinder?) = bound.countDown()

            override fun onServiceDisconnected(name: ComponentName?) = Unit
        }
        val intent = Intent(CallScreeningService.SERVICE_INTERFACE).setClass(context, ScreeningService::class.java)
        return try {
            context.bindService(intent, Context.BIND_AUTO_CREATE, Runnable::run, connection) && bound.await(BIND_SECONDS, TimeUnit.SECONDS)
        } catch (fault: RuntimeException) {
            Log.warn("the service could not be bound", fault)
            false
        } finally {
            runCatching { context.unbindService(connection) }
        }
    }

    /** TelecomManager.PRESENTATION_RESTRICTED: no number of anybody's is used. */
    private const val HIDDEN = 2
    private const val BIND_SECONDS = 3L
}
