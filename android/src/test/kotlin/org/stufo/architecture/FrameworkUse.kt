package org.stufo.architecture

import org.objectweb.asm.ClassReader
import org.objectweb.asm.ClassVisitor
import org.objectweb.asm.FieldVisitor
import org.objectweb.asm.Handle
import org.objectweb.asm.MethodVisitor
import org.objectweb.asm.Opcodes
import java.io.File
import java.util.zip.ZipFile

/** A member of the framework as the app's compiled code names it: `android/view/View.getContext()Landroid/…;`. */
data class Member(val owner: String, val name: String, val descriptor: String) {
    override fun toString(): String = "$owner.$name$descriptor"
}

/**
 * Which members of `android.*` the compiled classes of a folder use, each with the classes that do. A class whose
 * source is gone is left over from an earlier build and does not ship.
 */
fun frameworkUse(classes: File, sources: File): Map<Member, Set<String>> {
    val found = mutableMapOf<Member, MutableSet<String>>()
    classes.walkTopDown().filter { it.extension == "class" }.forEach { file ->
        ClassReader(file.readBytes()).let { reader ->
            val uses = Uses()
            reader.accept(uses, 0)
            val source = File(sources, "${reader.className.substringBeforeLast('/')}/${uses.source}")
            if (source.isFile) uses.found.forEach { found.getOrPut(it) { mutableSetOf() } += reader.className }
        }
    }
    return found
}

private class Uses : ClassVisitor(Opcodes.ASM9) {
    val found = mutableSetOf<Member>()
    var source: String? = null
        private set

    override fun visitSource(source: String?, debug: String?) {
        this.source = source
    }

    private fun use(owner: String, name: String, descriptor: String) {
        if (owner.startsWith("android/")) found += Member(owner, name, descriptor)
    }

    override fun visitMethod(access: Int, name: String, descriptor: String, signature: String?, exceptions: Array<String>?): MethodVisitor =
        object : MethodVisitor(Opcodes.ASM9) {
            override fun visitMethodInsn(opcode: Int, owner: String, name: String, descriptor: String, isInterface: Boolean) = use(owner, name, descriptor)

            override fun visitFieldInsn(opcode: Int, owner: String, name: String, descriptor: String) = use(owner, name, descriptor)

            override fun visitInvokeDynamicInsn(name: String, descriptor: String, bootstrap: Handle, vararg arguments: Any) =
                arguments.filterIsInstance<Handle>().forEach { use(it.owner, it.name, it.desc) }
        }
}

/** The members of a framework jar, inherited ones found through the parents. */
class Framework(jar: File) : AutoCloseable {
    private class Type(val parents: List<String>, val members: Set<String>)

    private val zip = ZipFile(jar)
    private val types = HashMap<String, Type?>()

    fun has(member: Member): Boolean = has(member.owner, member.name + member.descriptor)

    private fun has(owner: String, member: String): Boolean {
        val type = types.getOrPut(owner) { read(owner) } ?: return isJdk(owner, member)
        return member in type.members || type.parents.any { has(it, member) }
    }

    /** The framework's jar holds no java.*: its parents there are asked of this machine's JDK. */
    private fun isJdk(owner: String, member: String): Boolean {
        if (!owner.startsWith("java/")) return false
        val type = runCatching { Class.forName(owner.replace('/', '.')) }.getOrNull() ?: return false
        return type.methods.any { it.name == member.substringBefore('(') } || "getClass()" in member
    }

    private fun read(name: String): Type? {
        val entry = zip.getEntry("$name.class") ?: return null
        val members = mutableSetOf<String>()
        val reader = ClassReader(zip.getInputStream(entry).use { it.readBytes() })
        reader.accept(
            object : ClassVisitor(Opcodes.ASM9) {
                override fun visitMethod(access: Int, name: String, descriptor: String, signature: String?, exceptions: Array<String>?): MethodVisitor? {
                    members += name + descriptor
                    return null
                }

                override fun visitField(access: Int, name: String, descriptor: String, signature: String?, value: Any?): FieldVisitor? {
                    members += name + descriptor
                    return null
                }
            },
            ClassReader.SKIP_CODE,
        )
        return Type(listOfNotNull(reader.superName) + reader.interfaces, members)
    }

    override fun close() = zip.close()
}
