package org.stufo.harness

import android.app.role.RoleManager
import android.content.Context
import android.content.Intent
import android.os.Looper
import android.os.Process
import android.telecom.CallScreeningService
import android.telecom.ParcelableCall
import com.android.internal.telecom.ICallScreeningAdapter
import com.android.internal.telecom.ICallScreeningService
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import org.stufo.screening.ScreeningService
import java.lang.reflect.Proxy
import java.util.concurrent.CopyOnWriteArrayList

/** What the service told Telecom about a call. */
enum class Answer { RING, SILENCE, REJECT, DISALLOW_ONLY }

/** Plays Telecom: binds the real service through its binder and hands it calls as the phone does. */
class Telecom(context: Context) {
    private val service = Robolectric.buildService(ScreeningService::class.java).create().get()
    private val binder = ICallScreeningService.Stub.asInterface(
        service.onBind(Intent(CallScreeningService.SERVICE_INTERFACE)),
    )

    /** Every answer that ever arrived, by call. */
    val answers = CopyOnWriteArrayList<Pair<String, Answer>>()

    init {
        shadowOf(context.getSystemService(RoleManager::class.java)).addHeldRole(RoleManager.ROLE_CALL_SCREENING)
    }

    /** The answer that stood when the service was done; null where it gave none. */
    fun ring(call: TestCall): Answer? {
        val adapter = adapterFor(call.id)
        binder.screenCall(adapter, call.toParcelable())
        shadowOf(Looper.getMainLooper()).idle()
        return answers.lastOrNull { it.first == call.id }?.second
    }

    private fun adapterFor(callId: String): ICallScreeningAdapter {
        val type = ICallScreeningAdapter::class.java
        return Proxy.newProxyInstance(type.classLoader, arrayOf(type)) { _, method, args ->
            answerOf(method.name, args.orEmpty())?.let { answer ->
                check(args[0] == callId || args[0] == null) { "an answer for another call" }
                answers.add(callId to answer)
            }
            null
        } as ICallScreeningAdapter
    }

    /** API 29 and 30 have a function for each answer, API 35 has one for all. */
    private fun answerOf(function: String, args: Array<out Any?>): Answer? = when (function) {
        "allowCall" -> Answer.RING
        "silenceCall" -> Answer.SILENCE
        "disallowCall" -> if (args[1] as Boolean) Answer.REJECT else Answer.DISALLOW_ONLY
        "onScreeningResponse" -> ofResponse(args[2])
        else -> null
    }

    private fun ofResponse(response: Any?): Answer {
        fun says(name: String) = response?.javaClass?.getMethod(name)?.invoke(response) == true
        return when {
            says("shouldDisallowCall") -> if (says("shouldRejectCall")) Answer.REJECT else Answer.DISALLOW_ONLY
            says("shouldSilenceCall") -> Answer.SILENCE
            else -> Answer.RING
        }
    }
}

private fun TestCall.toParcelable(): ParcelableCall {
    // Newer levels add parameters at the end.
    val constructor = ParcelableCall::class.java.constructors.maxByOrNull { it.parameterCount }!!
    val all = listOf(
        id, STATE_RINGING, null, emptyList<String>(), 0, 0, 0, 0L, handle, presentation, null, 0, null, null,
        false, null, false, null, null, emptyList<String>(), null, 0, emptyList<String>(), null, null,
        System.currentTimeMillis(), direction, verification, null, null, null, Process.myUserHandle(),
    )
    return constructor.newInstance(*all.take(constructor.parameterCount).toTypedArray()) as ParcelableCall
}

private const val STATE_RINGING = 4
